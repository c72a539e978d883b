using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Proposals;
using Regenerator.Specs.Validation;
using Regenerator.Storage;

namespace Regenerator.Studio.Api.Shapes;

/// <summary>A proposal as programs read it.</summary>
public sealed record ProposalShape
{
    public required string Id { get; init; }

    public required string Item { get; init; }

    public string? Cause { get; init; }

    public required string State { get; init; }

    public bool Shadow { get; init; }

    public required string Rule { get; init; }

    public required ScopeShape Scope { get; init; }

    public int Revision { get; init; }

    public required string Digest { get; init; }

    public required string Author { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public string? HeldBy { get; init; }

    public string? Returned { get; init; }

    public string? Ending { get; init; }

    public string? Reverts { get; init; }

    public string? RevertedBy { get; init; }

    public string? SupersededBy { get; init; }

    public required IReadOnlyList<string> Left { get; init; }

    public required IReadOnlyList<string> Approvals { get; init; }

    public required IReadOnlyList<string> Contexts { get; init; }

    public int Windows { get; init; }

    public DateTimeOffset LastSeen { get; init; }

    public double Magnitude { get; init; }

    public required IReadOnlyList<BlockerShape> Blockers { get; init; }

    public required IReadOnlyList<string> Effect { get; init; }

    public required IReadOnlyList<FindingShape> Introduced { get; init; }

    public required IReadOnlyList<FindingShape> Fixed { get; init; }

    /// <summary>As the rule, or whoever edited it, wrote it.</summary>
    public JsonNode? Proposal { get; init; }

    public static ProposalShape Of(Proposal proposal)
    {
        var revision = proposal.Revision;
        return new ProposalShape
        {
            Id = proposal.Id.ToString(),
            Item = proposal.Item.ToString(),
            Cause = proposal.Cause?.ToString(),
            State = Word(proposal.State),
            Shadow = proposal.Shadow,
            Rule = proposal.RuleId,
            Scope = ScopeShape.Of(proposal.Scope),
            Revision = revision.Number,
            Digest = revision.Digest,
            Author = revision.Author,
            OpenedAt = proposal.OpenedAt,
            HeldBy = proposal.HeldBy,
            Returned = proposal.Returned,
            Ending = proposal.Ending,
            Reverts = proposal.Reverts?.ToString(),
            RevertedBy = proposal.RevertedBy?.ToString(),
            SupersededBy = proposal.SupersededBy?.ToString(),
            Left = proposal.Left,
            Approvals = [.. proposal.Approvals.Select(a => a.Actor)],
            Contexts = proposal.Sightings.Contexts,
            Windows = proposal.Sightings.Windows,
            LastSeen = proposal.Sightings.LastWindow,
            Magnitude = proposal.Sightings.Magnitude,
            Blockers = [.. revision.Blockers.Select(b => new BlockerShape(b.Kind, b.Description))],
            Effect = [.. revision.Effect.Select(e => e.Sentence)],
            Introduced = [.. revision.Introduced.Select(FindingShape.Of)],
            Fixed = [.. revision.Fixed.Select(FindingShape.Of)],
            Proposal = JsonSerializer.SerializeToNode(revision.Proposal, RegeneratorJson.Default.SpecChangeProposal),
        };
    }

    public static string Word(ProposalState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}

/// <param name="Kind"><c>tenant</c> or <c>blueprint</c>.</param>
/// <param name="Document">The tenant config's id, or the blueprint's key.</param>
public sealed record ScopeShape(string Kind, string Document)
{
    public static ScopeShape Of(ProposalScope scope) => new(scope.TenantScoped ? "tenant" : "blueprint", scope.DocumentId);
}

public sealed record BlockerShape(string Kind, string Description);

public sealed record FindingShape(string Code, string Severity, string Message)
{
    public static FindingShape Of(Finding finding) => new(finding.Code, JsonNamingPolicy.CamelCase.ConvertName(finding.Severity.ToString()), finding.Message);
}

/// <param name="Next">What to send as <c>after</c> for the next page; null on the last. A page may be short, or empty, before the last.</param>
public sealed record ProposalPageShape(IReadOnlyList<ProposalShape> Proposals, string? Next);

/// <summary>A proposal with all that is known of it.</summary>
/// <param name="Standing"><c>sound</c>, or what stands against deciding about it.</param>
/// <param name="Frozen">Freezes that hold it, one line each.</param>
/// <param name="Diff">What would change in its document; null when it has ended, or its edits do not fit.</param>
/// <param name="Evidence">Newest window first.</param>
/// <param name="History">What happened, the oldest first.</param>
/// <param name="Steps">Of all attempts, in the order in which they began.</param>
public sealed record ProposalRecordShape(
    ProposalShape Proposal, string Standing, IReadOnlyList<string> Frozen, string? Diff, IReadOnlyList<JsonNode?> Evidence, IReadOnlyList<JsonNode?> History, IReadOnlyList<JsonNode?> Steps)
{
    public static ProposalRecordShape Of(ProposalRecord record, Review.Standing standing, IEnumerable<Freezes.Freeze> freezes, string? diff) => new(
        ProposalShape.Of(record.Proposal),
        standing.Problem ?? "sound",
        [.. freezes.Select(f => f.Words)],
        diff,
        [.. record.Evidence.Select(e => JsonSerializer.SerializeToNode(e, RegeneratorJson.Default.Evidence))],
        [.. record.History.Select(e => JsonSerializer.SerializeToNode(e, RegeneratorJson.Default.ProposalEvent))],
        [.. record.Steps.Select(s => JsonSerializer.SerializeToNode(s, RegeneratorJson.Default.JournalStep))]);
}
