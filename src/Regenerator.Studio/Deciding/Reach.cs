using System.Runtime.CompilerServices;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Impact;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation;

namespace Regenerator.Studio.Deciding;

/// <summary>Whom the edits of a proposal reach if they are made in the blueprint, as the fleet is now.</summary>
/// <param name="Rows">One per watched context, by kind and id.</param>
internal sealed record Reach(BlastRadius Radius, IReadOnlyList<ReachRow> Rows)
{
    private const int KeptPerBlueprint = 16;

    // Judging a large fleet takes a moment, and pages are looked at again and again. What is kept goes with the blueprint as it was read.
    private static readonly ConditionalWeakTable<SpecDocument, Dictionary<string, Kept>> Known = [];

    private readonly Lazy<Dictionary<ReachKind, int>> counts = new(() => Rows.CountBy(r => r.Kind).ToDictionary());

    public int Count(ReachKind kind) => counts.Value.GetValueOrDefault(kind);

    /// <summary>What keeps contexts from the change, by context: overrides of their own.</summary>
    public IReadOnlyDictionary<string, string> Shields { get; } = Rows.Where(r => r.Kind == ReachKind.Immune).ToDictionary(r => r.Context, r => r.Why, StringComparer.Ordinal);

    /// <param name="blueprint">The document as it is.</param>
    /// <param name="contexts">The whole fleet, those of other blueprints too.</param>
    /// <returns>Null: the edits are none, or do not fit a blueprint.</returns>
    public static Reach? Of(SpecDocument blueprint, Revision revision, IReadOnlyList<RegenerationContext> contexts)
    {
        var kept = Known.GetOrCreateValue(blueprint);
        lock (kept)
        {
            if (kept.TryGetValue(revision.Digest, out var known) && known.Contexts.SequenceEqual(contexts, ReferenceEqualityComparer.Instance)) return known.Reach;
            if (kept.Count >= KeptPerBlueprint) kept.Clear();
            var reach = Judge(blueprint, [.. revision.Proposal.Updates.SelectMany(u => u.Edits)], contexts);
            kept[revision.Digest] = new Kept(contexts, reach);
            return reach;
        }
    }

    private static Reach? Judge(SpecDocument blueprint, SpecEdit[] edits, IReadOnlyList<RegenerationContext> contexts)
    {
        if (edits.Length == 0 || EditCompiler.Compile(blueprint, edits) is not CompileResult.Changed(var compiled)) return null;
        var mine = contexts.Where(c => string.Equals(c.BlueprintDocument.Digest, blueprint.Digest)).ToArray();
        var registries = mine.Select(c => c.Dependencies).FirstOrDefault();
        var (before, after) = (blueprint.Blueprint, compiled.On(blueprint).Blueprint);
        var findings = FindingShift.Between(before, after, new ValidationContext { Registries = registries ?? SpecRegistries.None, OnlyWhatIsGiven = true });
        var radius = BlastRadius.Of(before, after, mine.Select(c => new FleetTenant(c.Id, c.TenantConfig)), registries, findings);
        var others = contexts.Where(c => !string.Equals(c.BlueprintDocument.Digest, blueprint.Digest)).Select(c => new ReachRow(c.Id, ReachKind.Elsewhere, Elsewhere(c, blueprint)));
        return new Reach(radius, [.. RowsOf(radius).Concat(others).OrderBy(r => r.Kind).ThenBy(r => r.Context, StringComparer.Ordinal)]);
    }

    private static IEnumerable<ReachRow> RowsOf(BlastRadius radius)
    {
        foreach (var group in radius.Changed)
        {
            var words = string.Join("; ", group.Changes.Select(c => c.Sentence));
            foreach (var tenant in group.Tenants) yield return new ReachRow(tenant, ReachKind.Changes, words);
        }

        foreach (var immune in radius.Immune) yield return new ReachRow(immune.Tenant, ReachKind.Immune, string.Join("; ", immune.Shields.Select(s => s.Sentence)));
        foreach (var tenant in radius.Untouched) yield return new ReachRow(tenant, ReachKind.Untouched, "what it resolves to stays the same");
        foreach (var unjudged in radius.Unjudged) yield return new ReachRow(unjudged.Tenant, ReachKind.Unjudged, unjudged.Reason);
    }

    private static string Elsewhere(RegenerationContext context, SpecDocument blueprint) =>
        string.Equals(context.BlueprintDocument.Id, blueprint.Id) ? $"runs version {context.BlueprintDocument.Version} of the blueprint" : $"runs another blueprint, {context.BlueprintDocument.Id}";

    private sealed record Kept(IReadOnlyList<RegenerationContext> Contexts, Reach? Reach);
}

/// <param name="Why">What changes, or why nothing does.</param>
internal sealed record ReachRow(string Context, ReachKind Kind, string Why);

/// <summary>What a change of the blueprint means to a context; in the order in which people want to see them.</summary>
internal enum ReachKind
{
    Changes,

    /// <summary>Could not be resolved or validated.</summary>
    Unjudged,

    /// <summary>Overrides what changes.</summary>
    Immune,

    /// <summary>Of the same blueprint; nothing that it has changes.</summary>
    Untouched,

    /// <summary>Of another blueprint, or another version of it.</summary>
    Elsewhere,
}

internal static class ReachWords
{
    extension(ReachKind kind)
    {
        public string Title => kind switch
        {
            ReachKind.Changes => "change",
            ReachKind.Unjudged => "can not be judged",
            ReachKind.Immune => "immune: an override of their own",
            ReachKind.Untouched => "not concerned",
            ReachKind.Elsewhere => "on another blueprint",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        /// <summary>In addresses.</summary>
        public string Name => kind.ToString().ToLowerInvariant();
    }
}
