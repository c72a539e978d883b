using System.Globalization;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>One event of one proposal, as the audit trail over all of them has it.</summary>
/// <param name="Number">Its place in the proposal's history: 1, 2, 3 …</param>
public sealed record AuditEntry(ProposalId Proposal, int Number, ProposalScope Scope, ProposalEvent Event)
{
    public AuditPlace Place => new(Event.At, Proposal, Number);
}

/// <summary>A place in the audit trail, which is ordered by time, proposal and number.</summary>
public readonly record struct AuditPlace(DateTimeOffset At, ProposalId Proposal, int Number)
{
    /// <summary>Null when the text is none.</summary>
    public static AuditPlace? Parse(string text) =>
        text.Split('~') is [var at, var id, var number] && DateTimeOffset.TryParseExact(at, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
        && ProposalId.Parse(id) is { } proposal && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new AuditPlace(instant, proposal, place) : null;

    /// <summary>An instant as records have it, which sorts as text.</summary>
    public static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString(Instant, CultureInfo.InvariantCulture);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Text(At)}~{Proposal}~{Number}");

    private const string Instant = EventRecord.TimeFormat;
}

/// <summary>Which part of the audit trail to read, newest first; every condition that is set must hold.</summary>
public sealed record AuditQuery
{
    public ProposalId? Proposal { get; init; }

    /// <summary>Of proposals on these documents; null: on any.</summary>
    public IReadOnlyCollection<ProposalScope>? Scopes { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only what comes after this in the list, hence is older.</summary>
    public AuditPlace? After { get; init; }

    /// <summary>1…1000.</summary>
    public int Limit
    {
        get;
        init => field = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a page holds 1 to 1000 events");
    } = 100;
}
