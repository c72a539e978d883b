using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Resolution;

/// <summary>A tenant's list replaces the blueprint's, an empty one counts as none; what is active is not paused.</summary>
internal sealed class Experiments
{
    private readonly KeyedList<SpecRef, ByReference> active;
    private readonly KeyedList<SpecRef, ByReference> paused;
    private readonly KeyedList<SpecRef, ByReference> catalog;
    private readonly ResolvedExperiments own;

    public Experiments(ExperimentSelection? blueprint)
    {
        active = List(blueprint?.Active);
        paused = List(blueprint?.Paused);
        catalog = List(active.With(paused.List));
        own = new ResolvedExperiments(catalog.List, active.List, Except(paused, active.List));
    }

    public ResolvedExperiments With(ExperimentSelection? tenant)
    {
        if (tenant is not ({ Active.Count: > 0 } or { Paused.Count: > 0 })) return own;
        var running = tenant.Active is { Count: > 0 } replaced ? KeyedList<SpecRef, ByReference>.Distinct(replaced) : active.List;
        var all = catalog.Change(most: 0);
        all.SetAll(FixedList.AsSpan(tenant.Active));
        all.SetAll(FixedList.AsSpan(tenant.Paused));
        return new ResolvedExperiments(catalog.Of(all), running, Except(tenant.Paused is { Count: > 0 } held ? List(held) : paused, running));
    }

    private static KeyedList<SpecRef, ByReference> List(IReadOnlyList<SpecRef>? list) => new(list);

    private static IReadOnlyList<SpecRef> Except(KeyedList<SpecRef, ByReference> list, IReadOnlyList<SpecRef> without)
    {
        var left = list.Change(most: 0);
        foreach (var item in FixedList.AsSpan(without)) left.Remove(left.Place(item));
        return list.Of(left);
    }
}
