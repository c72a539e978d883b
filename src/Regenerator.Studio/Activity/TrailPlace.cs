using System.Globalization;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Studio.Activity;

/// <summary>A place in the trail: later is greater; at one instant freezes come after proposals, and both by their ids.</summary>
/// <param name="Freeze">Null: of a proposal.</param>
/// <param name="Proposal">Of no meaning for a freeze.</param>
/// <param name="Number">In the history of the freeze or proposal.</param>
internal sealed record TrailPlace(DateTimeOffset At, FreezeId? Freeze, ProposalId Proposal, int Number)
{
    private const string FreezeMark = "freeze-";

    private static readonly ProposalId Last = new(Guid.AllBitsSet);

    /// <summary>Where proposals go on behind it.</summary>
    public AuditPlace AmongProposals => Freeze is null ? new AuditPlace(At, Proposal, Number) : new AuditPlace(At, Last, int.MaxValue);

    /// <returns>Null: the text is no place.</returns>
    public static TrailPlace? Parse(string text)
    {
        if (text.Split('~') is not [var at, var id, var number]) return null;
        var freeze = id.StartsWith(FreezeMark, StringComparison.Ordinal) ? new FreezeId(id[FreezeMark.Length..]) : (FreezeId?)null;
        return AuditPlace.Parse(freeze is null ? text : $"{at}~{Last}~{number}") is { } place ? new TrailPlace(place.At, freeze, freeze is null ? place.Proposal : default, place.Number) : null;
    }

    public static Comparer<TrailPlace> Order { get; } = Comparer<TrailPlace>.Create((left, right) =>
        left.At.CompareTo(right.At) is not 0 and var byTime ? byTime
        : (left.Freeze is not null).CompareTo(right.Freeze is not null) is not 0 and var byKind ? byKind
        : (left.Freeze is null ? left.Proposal.CompareTo(right.Proposal) : string.CompareOrdinal(left.Freeze?.Value, right.Freeze?.Value)) is not 0 and var byId ? byId
        : left.Number.CompareTo(right.Number));

    public override string ToString() => Freeze is { } freeze ? string.Create(CultureInfo.InvariantCulture, $"{AuditPlace.Text(At)}~{FreezeMark}{freeze}~{Number}") : AmongProposals.ToString();
}
