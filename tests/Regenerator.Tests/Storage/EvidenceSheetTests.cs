using FsCheck;
using FsCheck.Fluent;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Storage;

public sealed class EvidenceSheetTests
{
    private static readonly TimeWindow Later = new(Some.Window.Until, Some.Window.Until + Some.Window.Length);

    [Fact]
    public void There_is_a_sheet_for_each_context_and_window()
    {
        Evidence[] cited = [Some.Evidence(), Some.Evidence(Some.ErrorSignal()), Some.Evidence(contextId: "cfg-zeta"), Some.Evidence(window: Later)];

        var sheets = EvidenceSheet.Of(cited).ToArray();

        Assert.Equal([("cfg-acme", Some.Window.Until), ("cfg-zeta", Some.Window.Until), ("cfg-acme", Later.Until)], sheets.Select(s => (s.ContextId, s.Until)));
        Assert.Equal([2, 1, 1], sheets.Select(s => EvidenceSheet.Read([s.Json]).Count));
    }

    [Fact]
    public void What_is_read_again_replaces_what_it_was_and_leaves_the_rest()
    {
        var kept = Assert.Single(EvidenceSheet.Of([Some.Evidence(Some.TelemetrySignal(count: 42)), Some.Evidence(Some.ErrorSignal())]));
        var again = Assert.Single(EvidenceSheet.Of([Some.Evidence(Some.TelemetrySignal(count: 43))]));

        var signals = EvidenceSheet.Read([again.Over(kept.Json).Json]).Select(e => e.Signal).ToArray();

        Assert.Equal(2, signals.Length);
        Assert.Equal(43, Assert.Single(signals.OfType<TelemetrySignal>()).Count);
    }

    [Fact]
    public void The_lines_of_a_sheet_are_the_texts_that_were_put_on_it() => Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, 40).ListOf().ToArbitrary(), numbers =>
    {
        var cited = numbers.Distinct().Select(n => Some.Evidence(Some.ErrorSignal($"«{n}»\n"))).Select(e => (Evidence: e, Json: Persisted.Write(e, RegeneratorJson.Default.Evidence))).ToArray();

        var lines = EvidenceSheet.Lines(EvidenceSheet.Of(cited).Select(s => s.Json));

        Assert.Equal(cited.OrderBy(c => c.Evidence.SignalId, StringComparer.Ordinal).Select(c => c.Json), lines);
    }));

    [Fact]
    public void A_text_that_is_no_sheet_is_said_to_be_none() => Assert.All(
        ["garbage", "{}", "[{}]", "[1]"], text => Assert.Contains("evidence in the store can not be read", Assert.Throws<StoreException>(() => EvidenceSheet.Read([text])).Message, StringComparison.Ordinal));
}
