using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Experiments, of which a tenant replaces the active and the paused ones as whole lists.</summary>
internal static class ExperimentRules
{
    public static void Blueprint(AppBlueprintSpec blueprint, FindingSink sink) => Both(blueprint.Experiments, SpecKind.Blueprint, sink);

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        if (at.Tenant.Experiments is not { } mine) return;
        Both(mine, SpecKind.Tenant, sink);
        List(mine.Active, at.Blueprint.Experiments?.Active, "active", sink);
        List(mine.Paused, at.Blueprint.Experiments?.Paused, "paused", sink);
        for (var i = 0; i < mine.Paused?.Count; i++)
            if (mine.Active?.Contains(mine.Paused[i]) != true && at.Resolved.Experiments.Active.Contains(mine.Paused[i]))
                sink.Add(RuntimeCodes.PausedExperimentStaysActive, Spot.Tenant("experiments", "paused", i), $"experiment {mine.Paused[i].Display}", $"The experiment «{mine.Paused[i].Display}» stays active, because the blueprint's active ones win over paused; write the active ones without it to experiments.active");
    }

    private static void Both(ExperimentSelection? mine, SpecKind document, FindingSink sink)
    {
        for (var i = 0; i < mine?.Paused?.Count; i++)
            if (mine.Active?.Contains(mine.Paused[i]) == true)
                sink.Add(RuntimeCodes.ExperimentActiveAndPaused, Spot.In(document, "experiments", "paused", i), $"experiment {mine.Paused[i].Display}", $"The experiment «{mine.Paused[i].Display}» is active and paused; active wins, so take it out of one of the lists");
    }

    private static void List(IReadOnlyList<SpecRef>? mine, IReadOnlyList<SpecRef>? inherited, string member, FindingSink sink)
    {
        if (mine is null || inherited is not { Count: > 0 }) return;
        if (mine.Count == 0)
        {
            sink.Add(RuntimeCodes.EmptyExperimentsIgnored, Spot.Tenant("experiments", member), $"{member} experiments", $"An empty list does not clear the blueprint's {member} experiments; change the blueprint, or take the list out");
        }
        else if (mine.SequenceEqual(inherited))
        {
            sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("experiments", member), $"{member} experiments", $"The {member} experiments are the blueprint's already; take the list out to follow the blueprint");
        }
        else if (inherited.Where(theirs => !mine.Contains(theirs)).Select(theirs => $"«{theirs.Display}»").ToArray() is { Length: > 0 } gone)
        {
            sink.Add(RuntimeCodes.ExperimentsReplaced, Spot.Tenant("experiments", member), $"{member} experiments {string.Join(' ', gone)}", $"The list replaces the blueprint's, so {string.Join(", ", gone)} {(gone.Length == 1 ? "is" : "are")} no longer {member}; repeat what is to stay");
        }
    }
}
