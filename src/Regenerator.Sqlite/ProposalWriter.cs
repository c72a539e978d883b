using Microsoft.Data.Sqlite;
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

    private readonly Statement happened = new(connection, "INSERT INTO events (proposal_id, seq, json) VALUES ($id, $seq, $json)", "$id", "$seq", "$json");

    private readonly Statement stands = new(
        connection,
        """
        INSERT INTO evidence (proposal_id, signal_id, window_until, json) VALUES ($id, $signal, $until, $json)
        ON CONFLICT (proposal_id, signal_id) DO UPDATE SET window_until = excluded.window_until, json = excluded.json
        """,
        "$id", "$signal", "$until", "$json");

    private readonly Statement tell = new(
        connection, "INSERT INTO outbox (key, proposal_id, moment, json, at) VALUES ($key, $id, $moment, $json, $at)", "$key", "$id", "$moment", "$json", "$at");

    public void Write(ProposalWrite write)
    {
        var after = write.After;
        var id = after.Id.ToString();
        var json = Persisted.Write(after, RegeneratorJson.Default.Proposal);
        var (state, living, shadow) = (after.State.ToString(), after.IsLiving ? 1 : 0, after.Shadow ? 1 : 0);
        var (due, ended, shown) = (after.DueAt?.ToColumn(), after.EndedAt?.ToColumn(), after.ShownAt?.ToColumn());
        if (write.Before is null)
            insert.Run(state, living, shadow, due, ended, shown, json, id, after.Fingerprint.Value, after.RuleId, after.Scope.ToString(), after.Item.ToString(), after.Cause?.Id, after.Buckets.ToJsonArray());
        else
            update.Run(state, living, shadow, due, ended, shown, json, id);

        foreach (var context in after.Sightings.Contexts.Except(write.Before?.Sightings.Contexts ?? [])) asked.Run(context, id);
        if (write.Event is not null) happened.Run(id, after.Version, Persisted.Write(write.Event, RegeneratorJson.Default.ProposalEvent));
        foreach (var evidence in write.Evidence)
            stands.Run(id, evidence.SignalId, evidence.Window.Until.ToColumn(), Persisted.Write(evidence, RegeneratorJson.Default.Evidence));
        if (write.Notice is { } notice) tell.Run(notice.Key, id, notice.Moment.ToString(), json, notice.At.ToColumn());
    }

    public void Dispose()
    {
        insert.Dispose();
        update.Dispose();
        asked.Dispose();
        happened.Dispose();
        stands.Dispose();
        tell.Dispose();
    }
}
