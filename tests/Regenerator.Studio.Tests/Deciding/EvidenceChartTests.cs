using System.Text.Json;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Studio.Deciding;
using Regenerator.Testing;

namespace Regenerator.Studio.Tests.Deciding;

public sealed class EvidenceChartTests
{
    private static readonly TimeWindow[] Windows = [.. Enumerable.Range(0, 2000).Select(i => new TimeWindow(Some.Window.Since.AddMinutes(5 * i), Some.Window.Until.AddMinutes(5 * i)))];

    [Fact]
    public void Figures_are_drawn_in_the_unit_that_people_read_and_with_holes_where_no_window_was_kept()
    {
        var drawn = Drawn(One([Judged(0, 0.2), Judged(1, 0.25), Judged(5, 0.3)]));

        Assert.Equal([20, 25, null, 30], drawn.GetProperty("values").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (double?)null : v.GetDouble()));
        Assert.Equal("%", drawn.GetProperty("unit").GetString());
        Assert.Equal(4, drawn.GetProperty("limit").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, drawn.GetProperty("baseline").ValueKind);
    }

    [Fact]
    public void A_window_that_cites_several_signals_counts_once()
    {
        var chart = One([Judged(0, 0.2), Judged(0, 0.2, "workflow.started"), Judged(1, 0.3)]);
        Assert.Equal([0.2, 0.3], chart.Points.Select(p => p.Value!.Value));
    }

    [Fact]
    public void Of_several_contexts_the_worst_is_drawn_and_where_the_least_counts_that_is_the_lowest()
    {
        Evidence[] most = [Judged(0, 0.2), Judged(1, 0.2), Judged(0, 0.4, context: "cfg-b"), Judged(1, 0.1, context: "cfg-b"), Judged(0, 0.9, context: "cfg-seen-once")];
        Assert.Equal(("cfg-b", 3), (One(most).Context, One(most).Asked));
        Evidence[] least = [.. most.Select(e => e with { Measured = e.Measured! with { LimitIsLeast = true } })];
        Assert.Equal("cfg-b", One(least).Context);
        Assert.Equal("at least 5 %", One(least).LimitWords);
    }

    [Fact]
    public void What_no_rule_has_judged_by_is_drawn_as_it_was_cited()
    {
        var chart = One([Cited(0, 1840), Cited(1, 1900)]);
        Assert.Equal(("checkout: latency", "1,840 ms", 420d), (chart.Title, chart.Figure(chart.Points[0].Value), chart.Points[0].Baseline));
        Assert.Empty(EvidenceChart.Of([Cited(0, 1840)], []));
    }

    [Fact]
    public void Of_more_windows_than_can_be_told_apart_the_worst_stay()
    {
        var drawn = Drawn(One([.. Windows.Select((_, i) => Judged(i, i == 777 ? 0.9 : 0.2))]));
        Assert.InRange(drawn.GetProperty("values").GetArrayLength(), 200, 800);
        Assert.Contains(90, drawn.GetProperty("values").EnumerateArray().Where(v => v.ValueKind == JsonValueKind.Number).Select(v => v.GetDouble()));
    }

    [Fact]
    public void Marks_are_those_of_its_time_and_of_its_context()
    {
        SpecMark[] marks = [new(Some.Now.AddDays(-9), "long ago"), new(Some.Now.AddMinutes(2), "proposed"), new(Some.Now.AddMinutes(3), "another's version", Context: "cfg-b")];
        Assert.Equal("proposed", Assert.Single(Assert.Single(EvidenceChart.Of([Judged(0, 0.2), Judged(1, 0.2)], marks)).Marks).Words);
    }

    [Fact]
    public void Versions_that_changed_between_windows_are_marked()
    {
        Evidence[] evidence = [Judged(0, 0.2) with { InForce = new("1.0.0", "41") }, Judged(1, 0.2) with { InForce = new("1.0.0", "41") }, Judged(2, 0.2) with { InForce = new("1.1.0", "41") }];
        var record = new Storage.ProposalRecord(Some.Proposal(), [], evidence, []);

        var mark = Assert.Single(SpecMark.Of(record, [], evidence));

        Assert.Equal((Windows[2].Since, "blueprint version 1.0.0 → 1.1.0"), (mark.At, mark.Words));
    }

    private static EvidenceChart One(IReadOnlyList<Evidence> evidence) => Assert.Single(EvidenceChart.Of(evidence, []));

    private static JsonElement Drawn(EvidenceChart chart) => JsonElement.Parse(chart.Json);

    private static Evidence Judged(int window, double share, string signal = "workflow.failure", string context = "cfg-acme") =>
        Some.Evidence(Some.TelemetrySignal(signal, window: Windows[window]), context, window: Windows[window]) with { Measured = new Measured("checkout", "share of starts that failed", share, Measured.Share) { Limit = 0.05 } };

    private static Evidence Cited(int window, double value) => Some.Evidence(Some.BehaviorSignal(value: value, window: Windows[window]), window: Windows[window]);
}
