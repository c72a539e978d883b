using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>What a query asks for, as SQL. Conditions that an index may be partial by stand in the text, so that it is found.</summary>
internal sealed class ProposalConditions
{
    // A snooze that ended, or a deadline that passed, as Lifecycle.At has it.
    private const string StateByNow = "CASE WHEN due IS NULL OR due > @now THEN state WHEN state = 'Snoozed' AND (expires IS NULL OR expires > @now) THEN 'Open' ELSE 'Expired' END";

    private readonly ProposalQuery query;
    private readonly bool isOverdue;
    private readonly List<string> conditions = [];

    public ProposalConditions(SqliteConnection connection, ProposalQuery query)
    {
        this.query = query;
        isOverdue = query.At is { } at && connection.QuerySingle<bool>("SELECT EXISTS (SELECT 1 FROM proposals WHERE due <= @now)", new { now = at.ToColumn() });
        if (query.States.Count > 0) AskStates();
        if (query.RuleId is not null) conditions.Add("rule_id = @rule");
        if (query.ContextId is not null) conditions.Add("id IN (SELECT proposal_id FROM proposal_contexts WHERE context_id = @context)");
        if (query.Contexts is not null) conditions.Add("id IN (SELECT proposal_id FROM proposal_contexts WHERE context_id IN (SELECT value FROM json_each(@contexts)))");
        if (query.Within is not null)
            conditions.Add("NOT EXISTS (SELECT 1 FROM proposal_contexts WHERE proposal_id = proposals.id AND context_id NOT IN (SELECT value FROM json_each(@within)))");
        if (query.Scope is not null) conditions.Add("scope = @scope");
        if (query.Scopes is not null) conditions.Add("scope IN (SELECT value FROM json_each(@scopes))");
        if (query.Confidence is not null) conditions.Add("confidence = @confidence");
        if (query.SpecType is not null) conditions.Add("spec_type = @specType");
        if (query.OwnerBucket is not null) conditions.Add("instr(buckets, @owner) > 0");
        if (query.Item is not null) conditions.Add("item = @item");
        if (query.Shadow is { } shadow) conditions.Add(shadow ? "shadow = 1" : "shadow = 0");
        if (query.DueBy is not null) conditions.Add("due <= @due");
        if (query.KeptSince is not null) conditions.Add("ended_at <= @kept AND NOT EXISTS (SELECT 1 FROM events WHERE events.proposal_id = proposals.id AND type = 'forgotten')");
        if (query.IdPrefix is not null) conditions.Add("id >= @prefix AND id < @prefix || '~'"); // «~» sorts after every character of an id
        if (query.Text is not null) conditions.Add("instr(text, @text) > 0");
    }

    /// <summary>What a proposal's state is at the moment that is meant.</summary>
    public string State => isOverdue ? StateByNow : "state";

    /// <summary>Looks through many proposals for few: then by the index that has all that it looks at, and not through the JSON.</summary>
    public bool IsSearch => IsNarrowed && query is { ContextId: null, Contexts: null, Scope: null, Scopes: null, Item: null, IdPrefix: null };

    public object Values => new
    {
        now = query.At?.ToColumn(),
        rule = query.RuleId,
        context = query.ContextId,
        contexts = query.Contexts?.ToJsonArray(),
        within = query.Within?.ToJsonArray(),
        scope = query.Scope?.ToString(),
        scopes = query.Scopes?.Select(s => s.ToString()).ToJsonArray(),
        confidence = query.Confidence?.ToString(),
        specType = query.SpecType,
        owner = query.OwnerBucket is { } bucket ? new[] { bucket }.ToJsonArray()[1..^1] : null, // as it stands in the list
        item = query.Item?.ToString(),
        due = query.DueBy?.ToColumn(),
        kept = query.KeptSince?.ToColumn(),
        prefix = query.IdPrefix?.ToLowerInvariant(),
        text = query.Text is { } text ? SearchText.Fold(text) : null,
        after = query.After?.ToString(),
        limit = query.Limit + 1,
    };

    private bool IsNarrowed => query.Text is not null || query.Owner is not null || query.SpecType is not null || query.Confidence is not null;

    /// <param name="more">Another condition; null: none.</param>
    public string Where(string? more = null)
    {
        string[] all = more is null ? [.. conditions] : [.. conditions, more];
        return all.Length == 0 ? "" : $"WHERE {string.Join(" AND ", all)}";
    }

    public string IsOneOf(IEnumerable<ProposalState> states) => $"{State} IN ({string.Join(", ", states.Select(s => $"'{s}'"))})";

    // What lives at a moment lived when it was written down; what has ended may not have.
    private void AskStates()
    {
        if (query.States.All(s => s.IsLiving())) conditions.Add("living = 1");
        else if (query.States.All(s => !s.IsLiving()) && !isOverdue) conditions.Add("living = 0");
        else conditions.Add("living IN (0, 1)");
        if (!query.IsOfTheLiving || isOverdue) conditions.Add(IsOneOf(query.States));
    }
}
