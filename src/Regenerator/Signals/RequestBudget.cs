namespace Regenerator.Signals;

/// <summary>What one account at a vendor may ask; shared by all tenants that are read through it.</summary>
/// <param name="PerMinute">In any 60 seconds; 1…, null: as many as there are.</param>
/// <param name="PerHour">In any 60 minutes; 1…, null: as many as there are.</param>
/// <param name="AtOnce">Requests that wait for their answers at the same time; 1…, null: <see cref="UsuallyAtOnce"/>.</param>
public sealed record RequestBudget(int? PerMinute = null, int? PerHour = null, int? AtOnce = null)
{
    /// <summary>Where nobody says how many.</summary>
    public const int UsuallyAtOnce = 100;

    public static RequestBudget Unlimited { get; } = new();

    /// <summary>The smaller of each figure.</summary>
    public RequestBudget And(RequestBudget other) => new(Least(PerMinute, other.PerMinute), Least(PerHour, other.PerHour), Least(AtOnce, other.AtOnce));

    /// <summary>Why nobody can live on it; null: somebody can.</summary>
    /// <param name="cost">Requests of the dearest read.</param>
    internal string? Problem(int cost) =>
        AtOnce < 1 ? $"{nameof(AtOnce)} is {AtOnce}; it is one or more"
        : PerMinute < cost ? $"{nameof(PerMinute)} is {PerMinute}; one read sends up to {cost}"
        : PerHour < cost ? $"{nameof(PerHour)} is {PerHour}; one read sends up to {cost}"
        : null;

    private static int? Least(int? left, int? right) => left is { } a && right is { } b ? Math.Min(a, b) : left ?? right;
}
