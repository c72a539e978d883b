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
        INSERT INTO proposals (state, living, shadow, due, expires, ended_at, shown_at, confidence, spec_type, json, id, fingerprint, rule_id, scope, item, cause, buckets)
        VALUES ($state, $living, $shadow, $due, $expires, $ended, $shown, $confidence, $type, $json, $id, $fingerprint, $rule, $scope, $item, $cause, $buckets)
        """,
        "$state", "$living", "$shadow", "$due", "$expires", "$ended", "$shown", "$confidence", "$type", "$json", "$id", "$fingerprint", "$rule", "$scope", "$item", "$cause", "$buckets");

    private readonly Statement update = new(
        connection,
        """
        UPDATE proposals SET state = $state, living = $living, shadow = $shadow, due = $due, expires = $expires, ended_at = $ended, shown_at = $shown,
            confidence = $confidence, spec_type = $type, json = $json WHERE id = $id
        """,
        "$state", "$living", "$shadow", "$due", "$expires", "$ended", "$shown", "$confidence", "$type", "$json", "$id");

    private readonly Statement number = new(connection, "SELECT seq FROM proposals WHERE id = $id", "$id");

    private readonly Statement asked = new(connection, "INSERT INTO proposal_contexts (context_id, proposal) VALUES ($context, $proposal)", "$context", "$proposal");

    private readonly Statement search = new(connection, "INSERT INTO searched (living, proposal, text) VALUES ($living, $proposal, $text)", "$living", "$proposal", "$text");

    private readonly Statement searchAgain = new(
        connection,
        "UPDATE searched SET living = $living, text = $text WHERE living IN (0, 1) AND proposal = $proposal AND (living <> $living OR text <> $text)",
        "$living", "$proposal", "$text");

    private readonly Statement happened = ChainedHistory.Writer(connection);

    private readonly Statement said = new(connection, "INSERT INTO event_payloads (proposal, seq, json) VALUES ($proposal, $seq, $json)", "$proposal", "$seq", "$json");

    private readonly EvidenceRows evidence = new(connection);

    private readonly Statement tell = new(
        connection, "INSERT INTO outbox (key, proposal, moment, json, at) VALUES ($key, $proposal, $moment, $json, $at)", "$key", "$proposal", "$moment", "$json", "$at");

    /// <summary>A line of another store's proposals; the events of a proposal come after it.</summary>
    public void Write(StoreLine.Proposed line)
    {
        var proposal = StoredState.Proposal(line.Json);
        var seq = Insert(proposal, line.Json);
        foreach (var context in proposal.Sightings.Contexts) asked.Run(context, seq);
    }

    public void Write(StoreLine.Happened line)
    {
        var proposal = NumberOf(line.Id);
        happened.Write(proposal, line.Kept.Record);
        if (line.Kept.Json is { } json) said.Run(proposal, line.Kept.Record.Seq, json);
    }

    /// <summary>Lines that follow each other.</summary>
    public void Write(IEnumerable<StoreLine.Cited> lines)
    {
        foreach (var cited in lines.GroupBy(l => l.Id, StringComparer.Ordinal))
            foreach (var sheet in EvidenceSheet.Of(cited.Select(line => (Persisted.Read(line.Json, RegeneratorJson.Default.Evidence), line.Json)))) evidence.Write(NumberOf(cited.Key), sheet, isFirst: false);
    }

    public void Write(IReadOnlyList<ProposalWrite> writes)
    {
        foreach (var texts in ProposalTexts.Ahead(writes)) Write(texts);
    }

    private void Write(ProposalTexts texts)
    {
        var (write, json, sheets) = texts;
        var after = write.After;
        var proposal = write.Before is null ? Insert(after, json) : Update(after, json);
        foreach (var context in after.Sightings.Contexts.Except(write.Before?.Sightings.Contexts ?? [])) asked.Run(context, proposal);
        if (write.Kept is { } kept)
        {
            happened.Write(proposal, kept.Record);
            said.Run(proposal, kept.Record.Seq, kept.Json);
        }

        foreach (var sheet in sheets) evidence.Write(proposal, sheet, isFirst: write.Before is null);
        if (write.Notice is { } notice) tell.Run(notice.Key, proposal, notice.Moment.ToString(), json, notice.At.ToColumn());
        if (write.Erases is { } erasure) ChainedHistory.Erase(connection, proposal, after, erasure);
    }

    public void Dispose()
    {
        insert.Dispose();
        update.Dispose();
        number.Dispose();
        asked.Dispose();
        search.Dispose();
        searchAgain.Dispose();
        happened.Dispose();
        said.Dispose();
        evidence.Dispose();
        tell.Dispose();
    }

    private long Insert(Proposal proposal, string? json)
    {
        var seq = insert.Insert([.. Columns(proposal, json), proposal.Fingerprint.Value, proposal.RuleId, proposal.Scope.ToString(), proposal.Item.ToString(), proposal.Cause?.Id, proposal.Buckets.ToJsonArray()]);
        search.Run(proposal.IsLiving, seq, SearchText.Of(proposal));
        return seq;
    }

    private long Update(Proposal proposal, string? json)
    {
        update.Run(Columns(proposal, json));
        var seq = NumberOf(proposal.Id.ToString());
        searchAgain.Run(proposal.IsLiving, seq, SearchText.Of(proposal));
        return seq;
    }

    // What may change, and the id.
    private static SqlValue[] Columns(Proposal proposal, string? json) =>
    [
        proposal.State.ToString(), proposal.IsLiving, proposal.Shadow, proposal.DueAt?.ToColumn(), proposal.ExpiresAt?.ToColumn(), proposal.EndedAt?.ToColumn(), proposal.ShownAt?.ToColumn(),
        proposal.Revision.Proposal.Confidence.ToString(), proposal.Revision.Proposal.Target.SpecType, json, proposal.Id.ToString(),
    ];

    private long NumberOf(string id) => number.Number(id) ?? throw new StoreException($"there is no proposal {id}");
}
