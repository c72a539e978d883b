using Regenerator.Contexts;
using Regenerator.Health;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Tests.Health;

public sealed class ReadinessTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly Vitals Well = new()
    {
        Now = Start.AddMinutes(10),
        MadeAt = Start,
        PollInterval = TimeSpan.FromMinutes(1),
        Latest = new PassReport { StartedAt = Start.AddMinutes(9), FinishedAt = Start.AddMinutes(9.5), Contexts = 3, Providers = [Provider("prom", BreakerState.Closed)] },
        LastGoodEnd = Start.AddMinutes(9.5),
        Sinks = ["queue"],
        Count = new StoreCount(new Dictionary<ProposalState, int>(), new Dictionary<string, SinkBacklog> { ["queue"] = new(4, 1, 0), ["former"] = new(0, 0, 9) }),
    };

    [Fact]
    public void An_engine_that_does_its_work_is_ready()
    {
        var readiness = Readiness.Of(Well);

        Assert.True(readiness.IsReady);
        Assert.All(readiness.Checks, c => Assert.Equal(CheckState.Ok, c.State));
        Assert.Equal(["store", "pass", "contexts", "providers", "sinks"], readiness.Checks.Select(c => c.Name));
    }

    [Fact]
    public void Before_its_first_pass_has_ended_it_is_not_ready() =>
        Failed("pass", "no pass has ended since the start 600 s ago", Well with { Latest = null, LastGoodEnd = null });

    [Fact]
    public void A_store_that_does_not_answer_is_named() => Failed("store", "disk I/O error", Well with { Count = null, StoreFault = "disk I/O error" });

    [Fact]
    public void A_store_that_answers_but_takes_nothing_is_named() =>
        Failed("store", "the disk is full", Well with { Latest = Well.Latest! with { Fault = "the disk is full", StoreFaulted = true } });

    [Fact]
    public void Passes_that_fail_do_not_count_as_passes() => Failed(
        "pass", "the last pass that did not fail ended 240 s ago; expected every 60 s", Well with { LastGoodEnd = Start.AddMinutes(6), Latest = Well.Latest! with { Fault = "boom" } });

    [Fact]
    public void Three_intervals_may_go_by() => Assert.True(Readiness.Of(Well with { LastGoodEnd = Start.AddMinutes(7) }).IsReady);

    [Fact]
    public void Short_intervals_leave_time_for_a_long_pass() =>
        Assert.True(Readiness.Of(Well with { PollInterval = TimeSpan.FromSeconds(1), LastGoodEnd = Well.Now.AddSeconds(-29) }).IsReady);

    [Fact]
    public void Contexts_that_collapsed_make_it_unready() => Failed("contexts", "3 of 9 are left", Well with { Latest = Well.Latest! with { ContextSourceFault = "3 of 9 are left" } });

    [Fact]
    public void Sick_contexts_are_a_warning_and_none_is_named()
    {
        var check = Warned("contexts", Well with { Latest = Well.Latest! with { Sick = [new SickContext("cfg-acme", "broken")] } });

        Assert.Equal("1 of 4 could not be built", check.Detail);
    }

    [Fact]
    public void Accounts_that_are_left_alone_are_a_warning()
    {
        var open = Provider("prom", BreakerState.Open);

        Assert.StartsWith("every account failed too often", Warned("providers", Well with { Latest = Well.Latest! with { Providers = [open] } }).Detail, StringComparison.Ordinal);
        Assert.Equal("failed too often and left alone for a while: prom", Warned("providers", Well with { Latest = Well.Latest! with { Providers = [open, Provider("sentry", BreakerState.Closed)] } }).Detail);
    }

    [Fact]
    public void Parked_deliveries_are_a_warning_of_sinks_that_are_told_now()
    {
        var parked = new StoreCount(new Dictionary<ProposalState, int>(), new Dictionary<string, SinkBacklog> { ["queue"] = new(0, 0, 2) });

        Assert.Contains("queue", Warned("sinks", Well with { Count = parked }).Detail, StringComparison.Ordinal);
    }

    private static ProviderHealth Provider(string name, BreakerState breaker) => new(name, name, TimeSpan.Zero, null, breaker);

    private static void Failed(string name, string detail, Vitals seen)
    {
        var readiness = Readiness.Of(seen);
        Assert.False(readiness.IsReady);
        Assert.Equal(new ReadinessCheck(name, CheckState.Failed, detail), Assert.Single(readiness.Checks, c => c.State == CheckState.Failed));
    }

    private static ReadinessCheck Warned(string name, Vitals seen)
    {
        var readiness = Readiness.Of(seen);
        Assert.True(readiness.IsReady);
        var warning = Assert.Single(readiness.Checks, c => c.State == CheckState.Warning);
        Assert.Equal(name, warning.Name);
        return warning;
    }
}
