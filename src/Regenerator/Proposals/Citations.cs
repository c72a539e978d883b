using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs.Edits;

namespace Regenerator.Proposals;

/// <summary>What wishes stand on: rules are strangers' code, so it is checked that they cite what they were shown.</summary>
internal sealed class Citations(Bystanders bystanders)
{
    private const int CitedAtMost = 20;
    private const int EditsAtMost = 1000;
    private const int LettersAtMost = 100_000;

    // Of equally large ones always the same: what is kept must not depend on the order in which they came.
    private static readonly Comparer<RegeneratorSignal> ByWeight = Comparer<RegeneratorSignal>.Create((left, right) =>
        right.Number.CompareTo(left.Number) is not 0 and var order ? order : string.CompareOrdinal(left.Name, right.Name));

    private readonly Dictionary<ContextReading, Dictionary<RegeneratorSignal, string>> shown = new(ReferenceEqualityComparer.Instance);

    /// <summary>Why the wish can not be taken in; null: it can.</summary>
    public string? Problem(Verdict.Fired fired, SpecChangeProposal wish)
    {
        if (Malformed(wish) is { } malformed) return malformed;
        if (wish.Signals is null || wish.Signals.Count == 0) return "it cites no signals";
        if (wish.Signals.Any(signal => signal is null)) return "one of the signals that it cites is null";
        if (wish.Target.TenantScoped && wish.Actions.Any(a => a is ProposalAction.UpdateBlueprint)) return "it is scoped to a tenant but updates the blueprint";
        if (!wish.Target.TenantScoped && wish.Actions.Any(a => a is ProposalAction.UpdateTenantConfig)) return "it updates a tenant's config but is not scoped to the tenant";
        if (wish.Signals.Count > CitedAtMost) Learn(fired.Reading);
        return wish.Signals.FirstOrDefault(s => ProviderOf(fired.Reading, s) is null) is { } stranger ? $"it cites «{stranger.Name}», which is not in the batch it was shown" : null;
    }

    public Evidence[] Cite(Verdict.Fired fired, SpecChangeProposal wish)
    {
        var (reading, others) = (fired.Reading, bystanders.Beside(fired, wish.Measured));
        var inForce = new SpecsInForce(reading.Context.BlueprintDocument.Version, reading.Context.TenantDocument.Version);
        return
        [
            .. wish.Signals.Order(ByWeight).Take(CitedAtMost).Select(signal =>
            {
                var provider = ProviderOf(reading, signal)!;
                return new Evidence(Evidence.IdOf(provider, reading.Context.Id, reading.Window, signal), reading.Context.Id, provider, reading.Window, signal)
                {
                    Measured = wish.Measured,
                    Others = others,
                    InForce = inForce,
                };
            }).DistinctBy(e => e.SignalId),
        ];
    }

    public static Sightings Sighting(Verdict.Fired fired, SpecChangeProposal wish) => new(
        fired.Reading.Window.Until,
        fired.Reading.Window.Until,
        1,
        [fired.Reading.Context.Id],
        [.. wish.Signals.OfType<ErrorSignal>().Select(e => e.Classification).Distinct().Order(StringComparer.Ordinal)],
        wish.Magnitude ?? wish.Signals.Max(signal => signal.Number));

    // Nothing but the compiler's good word keeps nulls out of a wish.
    private static string? Malformed(SpecChangeProposal wish) =>
        string.IsNullOrEmpty(wish.Id) ? "it has no id"
        : wish.Title is null || wish.Summary is null ? "it has no title or no summary"
        : wish.Target?.SpecType is null || wish.Target.Reference is null ? "it has no target"
        : wish.Actions is null || wish.Actions.Any(action => action?.Edits is null || action.Edits.Any(edit => edit is null)) ? "one of its actions or edits is null"
        : wish.Actions.Sum(action => action.Edits.Sum(Size)) is > EditsAtMost and var edits ? $"it has {edits} edits; {EditsAtMost} is the most that people can review"
        : (long)wish.Id.Length + wish.Title.Length + wish.Summary.Length + (wish.Diff?.Length ?? 0) is > LettersAtMost and var letters ? $"its text has {letters} letters; {LettersAtMost} is the most that people can review"
        : wish.Magnitude is { } magnitude && !double.IsFinite(magnitude) ? $"its magnitude is {magnitude}"
        : wish.Measured?.Problem is { } odd ? odd
        : null;

    private static int Size(SpecEdit edit) => edit is SpecEdit.Patch patch ? patch.Operations.Operations.Count : 1;

    // By reference: two providers may well report equal facts. Most wishes cite a few signals, and finding those is less work than learning all.
    private string? ProviderOf(ContextReading reading, RegeneratorSignal signal)
    {
        if (shown.TryGetValue(reading, out var providers)) return providers.GetValueOrDefault(signal);
        foreach (var answer in reading.Readings)
            foreach (var known in answer.Signals)
                if (ReferenceEquals(known, signal)) return answer.Provider;
        return null;
    }

    private void Learn(ContextReading reading)
    {
        if (shown.ContainsKey(reading)) return;
        var providers = new Dictionary<RegeneratorSignal, string>(ReferenceEqualityComparer.Instance);
        foreach (var answer in reading.Readings)
            foreach (var known in answer.Signals) providers.TryAdd(known, answer.Provider);
        shown[reading] = providers;
    }
}
