// A rule of your own: a class that says what should change. It is compiled when Regenerator starts; errors name file and line.
public sealed class QuietRule : IRegenerationRule
{
    public string Id => "quiet";

    public string Description => "Tenants from whom nothing is heard at all";

    public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
    {
        // «Nothing happened» and «nobody could tell» are different facts.
        if (!signals.CoverageOf(SignalKind.Telemetry).IsComplete) signals.Skip("the window was not read completely");
        else if (signals.Telemetry.Length > 0) signals.Skip($"{signals.Telemetry.Length} signals");
        else signals.Skip("silent; tell somebody, there is no spec to change for that");
        return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
    }
}
