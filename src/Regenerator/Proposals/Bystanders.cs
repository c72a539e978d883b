using Regenerator.Rules;

namespace Regenerator.Proposals;

/// <summary>Those that a rule looked at in a pass and left alone: what the others are compared with. Nothing is counted before somebody asks.</summary>
internal sealed class Bystanders(IReadOnlyList<Verdict> verdicts)
{
    private readonly Lazy<ILookup<Figure, double>> figures = new(() => verdicts.OfType<Verdict.Quiet>()
        .SelectMany(quiet => quiet.Measured, (quiet, measured) => (Figure: Figure.Of(quiet, measured), measured.Value))
        .Where(known => double.IsFinite(known.Value)).ToLookup(known => known.Figure, known => known.Value));

    private readonly Dictionary<Figure, Comparison?> known = [];

    /// <returns>Null: of nobody else the same is known.</returns>
    public Comparison? Beside(Verdict.Fired fired, Measured? measured)
    {
        if (measured is null) return null;
        var figure = Figure.Of(fired, measured);
        if (known.TryGetValue(figure, out var comparison)) return comparison;
        double[] values = [.. figures.Value[figure].Order()];
        return known[figure] = values.Length == 0 ? null : new Comparison(values.Length, (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2);
    }

    private readonly record struct Figure(string Rule, string Subject, string What, string Unit, DateTimeOffset Since, DateTimeOffset Until)
    {
        public static Figure Of(Verdict verdict, Measured measured) =>
            new(verdict.RuleId, measured.Subject, measured.What, measured.Unit, verdict.Reading.Window.Since, verdict.Reading.Window.Until);
    }
}
