using System.Text.Json;
using Regenerator.Proposals;

namespace Regenerator.Sinks;

/// <summary>The <c>data</c> of an event: the proposal as it was at that moment.</summary>
internal sealed record ProposalNotice
{
    public required string Id { get; init; }

    /// <summary>Shared by the living proposals of one cause, which people decide about together; else as <see cref="Id"/>.</summary>
    public required string Item { get; init; }

    /// <summary>What the tenants of the item stand on, such as <c>workflows.checkout of blueprint «shop»</c>; absent where it stands alone.</summary>
    public string? Cause { get; init; }

    public required string Moment { get; init; }

    public required string State { get; init; }

    public required string Rule { get; init; }

    public required NoticeScope Scope { get; init; }

    /// <summary>The context that it was made for; absent when it is no longer watched.</summary>
    public string? Context { get; init; }

    /// <summary>All that asked.</summary>
    public required IReadOnlyList<string> Contexts { get; init; }

    public required int Revision { get; init; }

    /// <summary>What an approval has to name.</summary>
    public required string Digest { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Why it ended as it did; absent while it lives.</summary>
    public string? Ending { get; init; }

    /// <summary>What it changes, in sentences.</summary>
    public required IReadOnlyList<string> Effect { get; init; }

    /// <summary>What the rule wants, with the original's members.</summary>
    public required JsonElement Proposal { get; init; }

    public static ProposalNotice Of(ProposalDelivery delivery)
    {
        var proposal = delivery.Proposal;
        return new ProposalNotice
        {
            Id = proposal.Id.ToString(),
            Item = proposal.Item.ToString(),
            Cause = proposal.Cause?.ToString(),
            Moment = CloudEvent.Word(delivery.Moment),
            State = JsonNamingPolicy.CamelCase.ConvertName(proposal.State.ToString()),
            Rule = proposal.RuleId,
            Scope = new NoticeScope(proposal.Scope.TenantScoped ? "tenant" : "blueprint", proposal.Scope.DocumentId),
            Context = delivery.Context?.Id,
            Contexts = proposal.Sightings.Contexts,
            Revision = proposal.Revision.Number,
            Digest = proposal.Revision.Digest,
            Author = proposal.Revision.Author,
            OpenedAt = proposal.OpenedAt,
            Ending = proposal.Ending,
            Effect = [.. proposal.Revision.Effect.Select(e => e.Sentence)],
            Proposal = JsonSerializer.SerializeToElement(proposal.Revision.Proposal, RegeneratorJson.Default.SpecChangeProposal),
        };
    }
}

/// <param name="Kind"><c>tenant</c> or <c>blueprint</c>.</param>
internal sealed record NoticeScope(string Kind, string Document);
