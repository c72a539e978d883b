using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Writes what happens to proposals: the snapshot, the event, the evidence, the notice.</summary>
internal sealed class ProposalWriter(SqliteConnection connection) : IDisposable
{
    // Never by «upsert»: a new proposal whose wish lives already must fail on the partial index, not replace it.
    private readonly Statement insert = new(
        connection,
        """
        INSERT INTO proposals (state, living, shadow, due, ended_at, shown_at, json, id, fingerprint, rule_id, scope, item, cause, buckets)
        VALUES ($state, $living, $shadow, $due, $ended, $shown, $json, $id, $fingerprint, $rule, $scope, $item, $cause, $buckets)
        """,
        "$state", "$living", "$shadow", "$due", "$ended", "$shown", "$json", "$id", "$fingerprint", "$rule", "$scope", "$item", "$cause", "$buckets");

    private readonly Statement update = new(
        connection,
        "UPDATE proposals SET state = $state, living = $living, shadow = $shadow, due = $due, ended_at = $ended, shown_at = $shown, json = $json WHERE id = $id",
        "$state", "$living", "$shadow", "$due", "$ended", "$shown", "$json", "$id");

    private readonly Statement asked = new(connection, "INSERT INTO proposal_contexts (context_id, proposal_id) VALUES ($context, $id)", "$context", "$id");

    private readonly Statement happened = ChainedHistory.Writer(connection);

    private readonly Statement said = new(connection, "INSERT INTO event_payloads (proposal_id, seq, json) VALUES ($id, $seq, $json)", "$id", "$seq", "$json");

    private readonly Statement stands = new(
        connection,
        """
        INSERT INTO evidence (proposal_id, signal_id, window_until, json) VALUES ($id, $signal, $until, $json)
        ON CONFLICT (proposal_id, signal_id) DO UPDATE SET window_until = excluded.window_until, json = excluded.json
        """,
        "$id", "$signal", "$until", "$json");

    private readonly Statement tell = new(
        connection, "INSERT INTO outbox (key, proposal_id, moment, json, at) VALUES ($key, $id, $moment, $json, $at)", "$key", "$id", "$moment", "$json", "$at");

    /// <summary>A line of another store's proposals; the events of a proposal come after it.</summary>
    public void Write(StoreLine.Proposed line)
    {
        var proposal = StoredState.Proposal(line.Json);
        Insert(proposal, line.Json);
        foreach (var context in proposal.Sightings.Contexts) asked.Run(context, line.Id);
    }

    public void Write(StoreLine.Happened line)
    {
        happened.Write(line.Id, line.Kept.Record);
        if (line.Kept.Json is { } json) said.Run(line.Id, line.Kept.Record.Seq, json);
    }

    public void Write(StoreLine.Cited line)
    {
        var evidence = Persisted.Read(line.Json, RegeneratorJson.Default.Evidence);
        stands.Run(line.Id, evidence.SignalId, evidence.Window.Until.ToColumn(), line.Json);
    }

    public void Write(ProposalWrite write)
    {
        var after = write.After;
        var id = after.Id.ToString();
        var json = Persisted.Write(after, RegeneratorJson.Default.Proposal);
        if (write.Before is null) Insert(after, json);
        else update.Run(after.State.ToString(), after.IsLiving ? 1 : 0, after.Shadow ? 1 : 0, after.DueAt?.ToColumn(), after.EndedAt?.ToColumn(), after.ShownAt?.ToColumn(), json, id);

        foreach (var context in after.Sightings.Contexts.Except(write.Before?.Sightings.Contexts ?? [])) asked.Run(context, id);
        if (write.Kept is { } kept)
        {
            happened.Write(id, kept.Record);
            said.Run(id, kept.Record.Seq, kept.Json);
        }

        foreach (var evidence in write.Evidence)
            stands.Run(id, evidence.SignalId, evidence.Window.Until.ToColumn(), Persisted.Write(evidence, RegeneratorJson.Default.Evidence));
        if (write.Notice is { } notice) tell.Run(notice.Key, id, notice.Moment.ToString(), json, notice.At.ToColumn());
        if (write.Erases is { } erasure) ChainedHistory.Erase(connection, after, erasure);
    }

    private void Insert(Proposal proposal, string json) => insert.Run(
        proposal.State.ToString(), proposal.IsLiving ? 1 : 0, proposal.Shadow ? 1 : 0, proposal.DueAt?.ToColumn(), proposal.EndedAt?.ToColumn(), proposal.ShownAt?.ToColumn(), json,
        proposal.Id.ToString(), proposal.Fingerprint.Value, proposal.RuleId, proposal.Scope.ToString(), proposal.Item.ToString(), proposal.Cause?.Id, proposal.Buckets.ToJsonArray());

    public void Dispose()
    {
        insert.Dispose();
        update.Dispose();
        asked.Dispose();
        happened.Dispose();
        said.Dispose();
        stands.Dispose();
        tell.Dispose();
    }
}
