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
    private readonly bool isCommon; // a page of what has the text is soon found by looking at one after the other
    private readonly List<string> conditions = [];

    public ProposalConditions(SqliteConnection connection, ProposalQuery query)
    {
        this.query = query;
        isOverdue = query.At is { } at && connection.QuerySingle<bool>("SELECT EXISTS (SELECT 1 FROM proposals WHERE due <= @now)", new { now = at.ToColumn() });
        isCommon = query.Text is not null && connection.QuerySingle<bool>(IsAmongTheLatest(Living), new { text = Pattern(query.Text) });
        if (query.States.Count > 0) AskStates();
        if (query.RuleId is not null) conditions.Add("rule_id = @rule");
        if (query.Ids is not null) conditions.Add("id IN (SELECT value FROM json_each(@ids))");
        if (query.ContextId is not null) conditions.Add("seq IN (SELECT proposal FROM proposal_contexts WHERE context_id = @context)");
        if (query.Contexts is not null) conditions.Add("seq IN (SELECT proposal FROM proposal_contexts WHERE context_id IN (SELECT value FROM json_each(@contexts)))");
        if (query.Within is not null)
            conditions.Add("NOT EXISTS (SELECT 1 FROM proposal_contexts WHERE proposal = proposals.seq AND context_id NOT IN (SELECT value FROM json_each(@within)))");
        if (query.Scope is not null) conditions.Add("scope = @scope");
        if (query.Scopes is not null) conditions.Add("scope IN (SELECT value FROM json_each(@scopes))");
        if (query.Confidence is not null) conditions.Add("confidence = @confidence");
        if (query.SpecType is not null) conditions.Add("spec_type = @specType");
        if (query.OwnerBucket is not null) conditions.Add("instr(buckets, @owner) > 0");
        if (query.Item is not null) conditions.Add("item = @item AND living IN (0, 1) AND item > ''"); // along the lines
        if (query.Shadow is { } shadow) conditions.Add(shadow ? "shadow = 1" : "shadow = 0");
        if (query.DueBy is not null) conditions.Add("due <= @due");
        if (query.KeptSince is not null) conditions.Add("ended_at <= @kept AND NOT EXISTS (SELECT 1 FROM events WHERE events.proposal = proposals.seq AND type = 'forgotten')");
        if (query.IdPrefix is not null) conditions.Add("id >= @prefix AND id < @prefix || '~'"); // «~» sorts after every character of an id
        if (query.Text is not null) conditions.Add(isCommon || IsBound
            ? "EXISTS (SELECT 1 FROM searched WHERE searched.living = proposals.living AND proposal = proposals.seq AND text GLOB @text)"
            : $"seq IN (SELECT proposal FROM searched WHERE {Living} AND text GLOB @text)"); // GLOB takes half of what instr does
    }

    /// <summary>What a proposal's state is at the moment that is meant.</summary>
    public string State => isOverdue ? StateByNow : "state";

    /// <summary>Has to look through many proposals for few.</summary>
    public bool IsSearch => !IsBound && (query.Text is not null && !isCommon || query.Owner is not null || query.SpecType is not null || query.Confidence is not null);

    /// <summary>One state as it was written down, or all that live: there is an index in the order of the list.</summary>
    public bool IsInOrder => !isOverdue && query.RuleId is null && (query.States.Count is 0 or 1 || query.IsOfTheLiving);

    /// <summary>Nothing is looked at but states, as they were written down.</summary>
    public bool IsOfStates => !isOverdue && !IsSearch && !IsBound && query.RuleId is null;

    /// <summary>Few proposals come into question, and an index finds them.</summary>
    public bool IsBound => query is not { Ids: null, ContextId: null, Contexts: null, Scope: null, Scopes: null, Item: null, IdPrefix: null };

    public object Values => new
    {
        now = query.At?.ToColumn(),
        rule = query.RuleId,
        ids = query.Ids?.Select(id => id.ToString()).ToJsonArray(),
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
        text = query.Text is { } text ? Pattern(text) : null,
        after = query.After?.ToString(),
        limit = query.Limit + 1,
    };

    /// <param name="more">Another condition; null: none.</param>
    public string From(string? more = null)
    {
        string[] all = more is null ? [.. conditions] : [.. conditions, more];
        return $"proposals {(all.Length == 0 ? "" : $"WHERE {string.Join(" AND ", all)}")}";
    }

    /// <summary>By the index that has all that conditions look at, in the order of items.</summary>
    /// <inheritdoc cref="From"/>
    public string FromLines(string? more = null) => $"proposals INDEXED BY lines WHERE {string.Join(" AND ", (string[])["item > ''", Living, .. conditions, .. more is null ? [] : (string[])[more]])}";

    public string IsOneOf(IEnumerable<ProposalState> states) => $"{State} IN ({string.Join(", ", states.Select(s => $"'{s}'"))})";

    private static string IsAmongTheLatest(string living) =>
        $"SELECT COUNT(*) >= 100 FROM (SELECT text FROM searched WHERE {living} ORDER BY living DESC, proposal DESC LIMIT 500) WHERE text GLOB @text";

    // As GLOB has it, whose other special character, the closing bracket, is none on its own.
    private static string Pattern(string text) =>
        $"*{SearchText.Fold(text).Replace("[", "[[]", StringComparison.Ordinal).Replace("*", "[*]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal)}*";

    private void AskStates()
    {
        if (query.IsOfTheLiving) conditions.Add("living = 1");
        if (!query.IsOfTheLiving || isOverdue) conditions.Add($"{(IsBound ? "+" : "")}{IsOneOf(query.States)}"); // «+»: not by the index of states
    }

    // What lives at a moment lived when it was written down; what has ended may not have.
    private string Living =>
        query.States.Count == 0 ? "living IN (0, 1)"
        : query.States.All(s => s.IsLiving()) ? "living = 1"
        : query.States.All(s => !s.IsLiving()) && !isOverdue ? "living = 0"
        : "living IN (0, 1)";
}
