namespace Regenerator.Specs.Resolution;

/// <summary>What a blueprint switches on and off. A tenant adds to both; off always wins.</summary>
/// <typeparam name="TBy">By what an entry that is off finds the one that it switches off.</typeparam>
/// <typeparam name="TResolved">The section of the resolved view: what is left on, and what is off.</typeparam>
internal sealed class Selection<TBy, TResolved>
    where TBy : struct, IIdentity<SpecRef>
{
    private readonly Func<IReadOnlyList<SpecRef>, IReadOnlyList<SpecRef>, TResolved> resolved;
    private readonly KeyedList<SpecRef, TBy> on;
    private readonly KeyedList<SpecRef, TBy> off;
    private readonly TResolved own;

    public Selection(IReadOnlyList<SpecRef>? on, IReadOnlyList<SpecRef>? off, Func<IReadOnlyList<SpecRef>, IReadOnlyList<SpecRef>, TResolved> resolved)
    {
        this.resolved = resolved;
        this.on = new KeyedList<SpecRef, TBy>(on);
        this.off = new KeyedList<SpecRef, TBy>(off);
        own = Lay([], []);
    }

    public TResolved With(IReadOnlyList<SpecRef>? moreOn, IReadOnlyList<SpecRef>? moreOff) =>
        moreOn is not { Count: > 0 } && moreOff is not { Count: > 0 } ? own : Lay(moreOn, moreOff);

    private TResolved Lay(IReadOnlyList<SpecRef>? moreOn, IReadOnlyList<SpecRef>? moreOff)
    {
        var gone = off.With(moreOff);
        var left = on.Change(most: 0);
        left.SetAll(FixedList.AsSpan(moreOn));
        foreach (var item in FixedList.AsSpan(gone)) left.Remove(left.Place(item));
        return resolved(on.Of(left), gone);
    }
}
