using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Specs.Edits;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Rules;

/// <summary>Rules are strangers' code: one that misbehaves costs its own proposals, and nobody else's.</summary>
[Trait("Promise", "R19")]
public sealed class RuleContainmentTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly TestClock clock = new(Some.Now.AddSeconds(30));
    private readonly InMemoryStore store = new();
    private readonly TaskCompletionSource comeBack = new();
    private int looks;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        comeBack.TrySetResult();
        return store.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_that_does_not_come_back_is_named_left_alone_until_it_does_and_the_others_go_on(bool blocks)
    {
        await using var service = Service(new Hanging(this, blocks), FakeRule.Pinning("sound"));

        var first = await PassAsync(service);
        clock.Advance(TimeSpan.FromMinutes(5));
        var second = await service.RunOnceAsync(Ct);
        comeBack.SetResult();
        clock.Advance(TimeSpan.FromMinutes(5));
        while ((await service.RunOnceAsync(Ct)).Decisions.Any(d => Says(d, "has not come back"))) clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["it did not come back within 600 s", "an earlier look has not come back yet"], Of(first, "hanging").Select(f => f.Error).Distinct());
        Assert.Equal(["an earlier look has not come back yet"], Of(second, "hanging").Select(f => f.Error).Distinct());
        Assert.Equal(2, first.Opened.Count(p => p.RuleId == "sound"));
        Assert.True(first.IsIncomplete);
        Assert.InRange(looks, 3, int.MaxValue);
    }

    [Fact]
    public async Task What_a_rule_says_after_its_time_counts_for_nothing()
    {
        await using var service = Service(new Hanging(this, blocks: false));

        await PassAsync(service);
        comeBack.SetResult();
        await Task.Yield();

        Assert.Empty((await store.ListAsync(new ProposalQuery(), Ct)).Proposals);
    }

    [Fact]
    public async Task Whatever_a_rule_returns_the_others_are_taken_in()
    {
        var wish = Some.Wish(tenantScoped: true) with { Id = "mine" };
        await using var service = Service(
            new FakeRule("throws", (_, _) => throw new FormatException("x")),
            new FakeRule("null", (_, _) => null!),
            new FakeRule("twice", (_, s) => [wish with { Signals = s.Telemetry.ToArray() }, Some.Wish("mine", true, version: "9.9.9") with { Signals = s.Telemetry.ToArray(), Target = wish.Target }]),
            new FakeRule("huge", (_, s) => [wish with { Signals = s.Telemetry.ToArray(), Actions = [new ProposalAction.UpdateTenantConfig { Edits = [.. Enumerable.Range(0, 200_000).Select(i => new SpecEdit.SetFeatureFlag($"f{i}", true))] }] }]),
            new FakeRule("long", (_, s) => [wish with { Signals = s.Telemetry.ToArray(), Summary = new string('x', 50_000_000) }]),
            FakeRule.Pinning("sound"));

        var report = await service.RunOnceAsync(Ct);

        Assert.Null(report.Fault);
        Assert.Equal(["sound", "twice"], report.Opened.Select(p => p.RuleId).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["FormatException: x", "FormatException: x", "it returned null", "it returned null"], Of(report, "throws").Concat(Of(report, "null")).Select(f => f.Error));
        Assert.Equal(
            [
                "huge «mine»: it has 200000 edits; 1000 is the most that people can review",
                $"long «mine»: its text has {50_000_000 + wish.Id.Length + wish.Title.Length} letters; 100000 is the most that people can review",
                "twice «mine»: it came twice from one look, with different edits",
            ],
            report.Decisions.Where(d => d.ContextId == "cfg-a" && d.Outcome is Admission.Refused).Select(d => $"{d.RuleId} {((Admission.Refused)d.Outcome).Reason}"));
    }

    // The clock goes on as soon as the pass waits for it.
    private async Task<PassReport> PassAsync(RegeneratorService service)
    {
        var pass = Task.Run(() => service.RunOnceAsync(Ct), Ct);
        while (!pass.IsCompleted)
        {
            if (looks > 0 && clock.Waiting > 0) clock.Advance(Limit);

            // What can go on by itself goes on before time does: else the next rule would be taken to hang too.
            for (var patience = 0; patience < 100_000 && !pass.IsCompleted; patience++) await Task.Yield();
        }

        return await pass;
    }

    private static bool Says(Decision decision, string words) => decision.Outcome is Admission.RuleFailed failed && failed.Error.Contains(words, StringComparison.Ordinal);

    private static IEnumerable<Admission.RuleFailed> Of(PassReport report, string rule) => report.Decisions.Where(d => d.RuleId == rule).Select(d => d.Outcome).OfType<Admission.RuleFailed>();

    private RegeneratorService Service(params IRegenerationRule[] rules) => new(new RegeneratorOptions
    {
        Contexts = new FixedContexts(Some.Context("cfg-a"), Some.Context("cfg-b")),
        Rules = rules,
        Adapters = new SignalAdapters { Telemetry = FakeTelemetry.Failing() },
        Store = store,
        Time = clock,
        RuleTimeLimit = Limit,
    });

    /// <summary>Comes back when the test says so, whether or not it is still wanted.</summary>
    private sealed class Hanging(RuleContainmentTests test, bool blocks) : IRegenerationRule
    {
        public string Id => "hanging";

        public string Description => "never ends";

        public async ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
        {
            Interlocked.Increment(ref test.looks);
            if (blocks) test.comeBack.Task.GetAwaiter().GetResult();
            else await test.comeBack.Task;
            return [Some.Wish(tenantScoped: true) with { Signals = signals.Telemetry.ToArray() }];
        }
    }
}
