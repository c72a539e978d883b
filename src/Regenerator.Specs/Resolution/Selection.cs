namespace Regenerator.Specs.Resolution;

/// <summary>What a blueprint switches on and off. A tenant adds to both; off always wins.</summary>
/// <typeparam name="TKey">By what an entry that is off finds the one that it switches off.</typeparam>
/// <typeparam name="TResolved">The section of the resolved view: what is left on, and what is off.</typeparam>
internal sealed class Selection<TKey, TResolved>
    where TKey : IEquatable<TKey>
{
    private readonly Func<SpecRef, TKey> identity;
    private readonly Func<IReadOnlyList<SpecRef>, IReadOnlyList<SpecRef>, TResolved> resolved;
    private readonly KeyedList<TKey, SpecRef> on;
    private readonly KeyedList<TKey, SpecRef> off;
    private readonly TResolved own;

    public Selection(IReadOnlyList<SpecRef>? on, IReadOnlyList<SpecRef>? off, Func<SpecRef, TKey> identity, Func<IReadOnlyList<SpecRef>, IReadOnlyList<SpecRef>, TResolved> resolved)
    {
        this.identity = identity;
        this.resolved = resolved;
        this.on = new KeyedList<TKey, SpecRef>(on, identity);
        this.off = new KeyedList<TKey, SpecRef>(off, identity);
        own = Lay([], []);
    }

    public TResolved With(IReadOnlyList<SpecRef>? moreOn, IReadOnlyList<SpecRef>? moreOff) =>
        moreOn is not { Count: > 0 } && moreOff is not { Count: > 0 } ? own : Lay(moreOn, moreOff);

    private TResolved Lay(IReadOnlyList<SpecRef>? moreOn, IReadOnlyList<SpecRef>? moreOff)
    {
        var gone = off.With(moreOff);
        var left = on.Change(moreOn?.Count ?? 0);
        left.SetAll(moreOn);
        foreach (var item in FixedList.AsSpan(gone)) left.Remove(identity(item));
        return resolved(on.Of(left), gone);
    }
}
