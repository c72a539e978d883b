using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>What a query asks for, as SQL. Conditions that an index may be partial by stand in the text, so that it is found.</summary>
internal sealed class ProposalConditions
{
    private readonly List<object?> values = [];
    private readonly List<string> conditions = [];

    private ProposalConditions(ProposalQuery query, bool isOverdue)
    {
        if (isOverdue) State = ByNow(Value(query.At));
        if (query.States.Count > 0) AskStates(query, isOverdue);
        if (query.RuleId is not null) Add("rule_id = {0}", query.RuleId);
        if (query.Ids is not null) Add("id = ANY({0})", query.Ids.Select(id => id.ToString()).ToArray());
        if (query.ContextId is not null) Add("id IN (SELECT proposal_id FROM proposal_contexts WHERE context_id = {0})", query.ContextId);
        if (query.Contexts is not null) Add("id IN (SELECT proposal_id FROM proposal_contexts WHERE context_id = ANY({0}))", query.Contexts.ToArray());
        if (query.Within is not null)
            Add("NOT EXISTS (SELECT 1 FROM proposal_contexts AS others WHERE others.proposal_id = proposals.id AND NOT others.context_id = ANY({0}))", query.Within.ToArray());
        if (query.Scope is not null) Add("scope = {0}", query.Scope.ToString());
        if (query.Scopes is not null) Add("scope = ANY({0})", query.Scopes.Select(s => s.ToString()).ToArray());
        if (query.Confidence is not null) Add("confidence = {0}", query.Confidence.ToString());
        if (query.SpecType is not null) Add("spec_type = {0}", query.SpecType);
        if (query.OwnerBucket is not null) Add("{0} = ANY(buckets)", query.OwnerBucket);
        if (query.Item is not null) Add("(living AND item = {0} OR NOT living AND item = {0})", query.Item?.ToString()); // an index for each
        if (query.Shadow is { } shadow) conditions.Add(shadow ? "shadow" : "NOT shadow");
        if (query.DueBy is not null) Add("due <= {0}", query.DueBy);
        if (query.KeptSince is not null) Add("ended_at <= {0} AND NOT EXISTS (SELECT 1 FROM events WHERE events.proposal_id = proposals.id AND type = 'forgotten')", query.KeptSince);
        if (query.IdPrefix is not null) Add("id >= {0} AND id < {0} || '~'", query.IdPrefix.ToLowerInvariant()); // «~» sorts after every character of an id
        if (query.Text is not null) Add("strpos(text, {0}) > 0", SearchText.Fold(query.Text));
    }

    public static async Task<ProposalConditions> OfAsync(NpgsqlConnection connection, ProposalQuery query, CancellationToken ct) => new(
        query, query.At is { } at && await connection.FindAsync("SELECT EXISTS (SELECT 1 FROM proposals WHERE due <= $1)", [at], row => row.GetBoolean(0), ct));

    /// <summary>What a proposal's state is at the moment that is meant.</summary>
    public string State { get; } = "state";

    public object?[] Values => [.. values];

    public string Value(object? value)
    {
        values.Add(value);
        return $"${values.Count}";
    }

    public void Add(string condition, object? value) => conditions.Add(condition.Replace("{0}", Value(value), StringComparison.Ordinal));

    public string Where() => conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";

    public string IsOneOf(IEnumerable<ProposalState> states) => $"{State} IN ({string.Join(", ", states.Select(s => $"'{s}'"))})";

    // A snooze that ended, or a deadline that passed, as Lifecycle.At has it.
    private static string ByNow(string now) =>
        $"CASE WHEN due IS NULL OR due > {now} THEN state WHEN state = 'Snoozed' AND (expires IS NULL OR expires > {now}) THEN 'Open' ELSE 'Expired' END";

    // What lives at a moment lived when it was written down; what has ended may not have.
    private void AskStates(ProposalQuery query, bool isOverdue)
    {
        if (query.States.All(s => s.IsLiving())) conditions.Add("living");
        else if (query.States.All(s => !s.IsLiving()) && !isOverdue) conditions.Add("NOT living");
        if (!query.IsOfTheLiving || isOverdue) conditions.Add(IsOneOf(query.States));
    }
}
