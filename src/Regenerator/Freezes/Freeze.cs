using System.Diagnostics;
using System.Text.Json.Serialization;
using Regenerator.Proposals;

namespace Regenerator.Freezes;

/// <summary>For a time, nothing is applied to what it holds. Approving stays possible. Immutable; what happened to it is all that it is.</summary>
/// <param name="History">Begins with <see cref="FreezeEvent.Set"/>.</param>
public sealed record Freeze(FreezeId Id, IReadOnlyList<FreezeEvent> History)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    [JsonIgnore]
    public FreezeEvent.Set Set => (FreezeEvent.Set)History[0];

    /// <summary>How it was ended before its time; null: it was not.</summary>
    [JsonIgnore]
    public FreezeEvent.Ended? Ended => History.OfType<FreezeEvent.Ended>().SingleOrDefault();

    [JsonIgnore]
    public IEnumerable<FreezeEvent.Broken> Broken => History.OfType<FreezeEvent.Broken>();

    public bool IsInForce(DateTimeOffset now) => Ended is null && now < Set.Until;

    /// <param name="touched">Whom a change reaches. None: nobody knows whom, so it holds.</param>
    public bool Holds(IReadOnlyList<FreezeSubject> touched, DateTimeOffset now) => IsInForce(now) && (touched.Count == 0 || touched.Any(Set.Reach.Covers));

    /// <summary>Who froze what until when, and why.</summary>
    [JsonIgnore]
    public string Words => $"{Set.Actor} has frozen {Set.Reach} until {Set.Until:yyyy-MM-dd HH:mm} UTC: {Set.Reason}";

    /// <summary>What becomes of a freeze. Pure; the same for every store.</summary>
    /// <param name="current">Null before the first event.</param>
    public static FreezeResult Next(Freeze? current, FreezeId id, FreezeEvent happened) => (current, happened) switch
    {
        (null, FreezeEvent.Set { Reason: var reason }) when string.IsNullOrWhiteSpace(reason) => new FreezeResult.Refused("a freeze needs a reason"),
        (null, FreezeEvent.Set set) when set.Until <= set.At => new FreezeResult.Refused($"{set.Until:yyyy-MM-dd HH:mm} UTC is not in the future"),
        (null, FreezeEvent.Set set) when set.Until - set.At > Longest =>
            new FreezeResult.Refused($"a freeze lasts {Longest.TotalDays:0} days at most, until {set.At + Longest:yyyy-MM-dd HH:mm} UTC"),
        (null, FreezeEvent.Set) => new FreezeResult.Recorded(new Freeze(id, [happened])),
        (null, _) => new FreezeResult.NotFound(),
        (_, FreezeEvent.Set) => new FreezeResult.Refused("it is set already"),
        ({ Ended: { } ended }, _) => new FreezeResult.Refused($"{ended.Actor} ended it on {ended.At:yyyy-MM-dd HH:mm} UTC: {ended.Reason}"),
        ({ Set.Until: var until }, _) when until <= happened.At => new FreezeResult.Refused($"it ended by itself on {until:yyyy-MM-dd HH:mm} UTC"),
        ({ }, FreezeEvent.Ended or FreezeEvent.Broken) => new FreezeResult.Recorded(current with { History = [.. current.History, happened] }),
        _ => throw new UnreachableException(),
    };

    /// <summary>Those whose events these are, in their order.</summary>
    public static IReadOnlyList<Freeze> Fold(IEnumerable<(FreezeId Id, FreezeEvent Happened)> events) =>
        [.. events.GroupBy(e => e.Id).Select(of => new Freeze(of.Key, [.. of.Select(e => e.Happened)]))];
}

/// <summary>Names a freeze; short enough to be typed.</summary>
public readonly record struct FreezeId(string Value)
{
    public static FreezeId Of(FreezeEvent.Set set) => new(Hash.Of(set.Reach.ToString(), set.Reason, set.Actor, $"{set.At:O}", $"{set.Until:O}")[..12]);

    public override string ToString() => Value;
}

/// <summary>What became of a change of a freeze.</summary>
public abstract record FreezeResult
{
    private FreezeResult()
    {
    }

    /// <param name="Freeze">As it is now.</param>
    public sealed record Recorded(Freeze Freeze) : FreezeResult;

    public sealed record Refused(string Reason) : FreezeResult;

    public sealed record NotFound : FreezeResult;
}
