using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>
/// What the decisions are made on, and what else nobody may change until the transaction ends: the epochs of the contexts that commit, and every
/// proposal of the documents that are written to.
/// </summary>
/// <remarks>
/// Rows are locked in one order in every verb, contexts before documents and each by their ids: nobody waits for somebody who waits for them.
/// A document's row stands for all its proposals, those that are not there yet included.
/// </remarks>
internal sealed class StoredState : IStoredState
{
    private readonly Dictionary<string, long> epochs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DocumentLocks.LockRow> documents = new(StringComparer.Ordinal);
    private readonly Dictionary<ProposalId, Proposal> proposals = [];
    private readonly Dictionary<ProposalScope, List<Proposal>> living = [];

    private readonly Dictionary<string, Proposal> causes = new(StringComparer.Ordinal);

    private StoredState()
    {
    }

    public static Task<StoredState> LockAsync(NpgsqlConnection connection, ProposalId[] ids, CancellationToken ct) => LockAsync(connection, [], [], ids, [], [], ct);

    public static Task<StoredState> LockAsync(NpgsqlConnection connection, Claim claim, CancellationToken ct) => LockAsync(connection, [], [claim.Scope], [claim.Id], [], [], ct);

    /// <param name="leftOut">Contexts that the pass is to go without: nothing of them is asked for.</param>
    public static Task<StoredState> LockAsync(NpgsqlConnection connection, PassCommit pass, IReadOnlyDictionary<string, string> leftOut, CancellationToken ct)
    {
        ProposalChange[] changes = [.. pass.Changes.Where(c => c.Contexts.Count == 0 || !c.Contexts.All(leftOut.ContainsKey))];
        ProposalChange.Open[] opening = [.. changes.OfType<ProposalChange.Open>()];
        return LockAsync(
            connection,
            [.. pass.Contexts.Select(c => c.ContextId).Where(c => !leftOut.ContainsKey(c))],
            [.. opening.Select(c => c.Event.Proposal.Scope).Distinct()],
            [.. changes.Except<ProposalChange>(opening, ReferenceEqualityComparer.Instance).Select(c => c.Id).Distinct()],
            [.. opening.Select(c => c.Id)],
            [.. opening.Select(c => c.Event.Proposal.Cause?.Id).OfType<string>().Distinct()],
            ct);
    }

    public long Epoch(string contextId) => epochs.GetValueOrDefault(contextId);

    public Proposal? Find(ProposalId id) => proposals.GetValueOrDefault(id);

    public IReadOnlyList<Proposal> Living(ProposalScope scope) => living.GetValueOrDefault(scope) ?? [];

    public Proposal? Living(Cause cause) => causes.GetValueOrDefault(cause.Id);

    public DocumentLock Document(ProposalScope scope) => documents[scope.ToString()].Of(scope);

    public static Proposal Proposal(string json) => Persisted.Read(json, RegeneratorJson.Default.Proposal);

    // Each statement sees what was committed before it began: what is read after the locks is what it will be until they are given back. An id that is to be opened
    // belongs to one wish of one document for ever: it is looked for among what has ended there, the rest is found with the document.
    private static async Task<StoredState> LockAsync(
        NpgsqlConnection connection, string[] contexts, ProposalScope[] scopes, ProposalId[] ids, ProposalId[] opening, string[] causes, CancellationToken ct)
    {
        // As an array it is looked up one by one: as a table to join with, the server would rather read through everything that lives.
        const string Scopes = "ARRAY(SELECT unnest($1::text[]) UNION SELECT scope FROM proposals WHERE id = ANY($2))";
        string[] scopeTexts = [.. scopes.Select(s => s.ToString())];
        string[] idTexts = [.. ids.Select(i => i.ToString())];
        await using var batch = new NpgsqlBatch(connection);
        batch.AddGenericPlans();
        batch.Add("SELECT pg_advisory_xact_lock(hashtextextended(cause, 0)) FROM (SELECT unnest($1::text[]) AS cause ORDER BY 1) AS causes", [causes]);
        batch.Add("INSERT INTO contexts (id, epoch) SELECT id, 0 FROM unnest($1::text[]) AS id ORDER BY id COLLATE \"C\" ON CONFLICT DO NOTHING", [contexts]);
        batch.Add($"INSERT INTO document_locks (scope, fence) SELECT scope, 0 FROM unnest({Scopes}) AS scope ORDER BY scope COLLATE \"C\" ON CONFLICT DO NOTHING", [scopeTexts, idTexts]);
        batch.Add("SELECT id, epoch FROM contexts WHERE id = ANY($1) ORDER BY id FOR UPDATE", [contexts]);
        batch.Add($"SELECT {DocumentLocks.Columns} FROM document_locks WHERE scope = ANY({Scopes}) ORDER BY scope FOR UPDATE", [scopeTexts, idTexts]);
        batch.Add($"SELECT {Snapshots.Columns} FROM proposals WHERE living AND scope = ANY({Scopes}) UNION ALL SELECT {Snapshots.Columns} FROM proposals WHERE NOT living AND id = ANY($2 || $3)", [scopeTexts, idTexts, opening.Select(i => i.ToString()).ToArray()]);
        batch.Add(
            $"""
            SELECT sibling.* FROM unnest($1::text[]) AS wanted (cause) CROSS JOIN LATERAL (
                SELECT {Snapshots.Columns} FROM proposals WHERE living AND cause = wanted.cause ORDER BY CASE state WHEN 'Snoozed' THEN 2 WHEN 'Held' THEN 1 ELSE 0 END, id LIMIT 1
            ) AS sibling
            """,
            [causes]);
        var state = await ReadAsync(batch, ct);
        string[] reverted = [.. state.proposals.Values.Select(p => p.Reverts).OfType<ProposalId>().Where(id => !state.proposals.ContainsKey(id)).Select(id => id.ToString())];
        if (reverted.Length > 0)
            foreach (var proposal in await Snapshots.ReadAsync(connection, "proposals WHERE id = ANY($1)", [reverted], ct)) state.Take(proposal);
        return state;
    }

    private static async Task<StoredState> ReadAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var state = new StoredState();
        await reader.NextResultAsync(ct); // the locks of the causes
        foreach (var (id, epoch) in await reader.RowsAsync(row => (row.GetString(0), row.GetInt64(1)), ct)) state.epochs[id] = epoch;
        await reader.NextResultAsync(ct);
        foreach (var document in await reader.RowsAsync(DocumentLocks.Read, ct)) state.documents[document.Scope] = document;
        await reader.NextResultAsync(ct);
        foreach (var proposal in await reader.RowsAsync(row => row.Kept().Read(), ct)) state.Take(proposal);
        await reader.NextResultAsync(ct);
        foreach (var sibling in await reader.RowsAsync(row => row.Kept().Read(), ct)) state.causes[sibling.Cause!.Id] = sibling;
        return state;
    }

    /// <summary>What the transaction makes of a proposal it has locked.</summary>
    public void Put(Proposal proposal)
    {
        if (proposals.Remove(proposal.Id, out var before) && before.IsLiving) living[before.Scope].Remove(before);
        Take(proposal);
    }

    private void Take(Proposal proposal)
    {
        if (!documents.ContainsKey(proposal.Scope.ToString())) return; // opened after the locks were taken: for this transaction it is not there yet
        proposals.Add(proposal.Id, proposal);
        if (!proposal.IsLiving) return;
        if (!living.TryGetValue(proposal.Scope, out var list)) living[proposal.Scope] = list = [];
        list.Add(proposal);
    }
}
