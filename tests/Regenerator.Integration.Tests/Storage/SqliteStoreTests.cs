using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Sqlite;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-store-").FullName;

    private string File => Path.Combine(folder, "deep", "store.db");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) => await SqliteStore.OpenAsync(File, time, Ct);

    protected override async Task<IRegeneratorStore> ReopenAsync(IRegeneratorStore store)
    {
        await store.DisposeAsync();
        return await CreateAsync(Clock);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Of_decisions_in_two_processes_on_one_file_one_wins()
    {
        await using var ours = await SqliteStore.OpenAsync(File, Clock, Ct);
        await using var theirs = await SqliteStore.OpenAsync(File, Clock, Ct);
        var proposal = await OpenedAsync(ours);

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() =>
            (i % 2 == 0 ? ours : theirs).DecideAsync(proposal.Id, Some.Approval(proposal, $"person:{i}"), Ct))));

        Assert.Single(results.OfType<DecideResult.Decided>());
        Assert.Equal(63, results.OfType<DecideResult.Refused>().Count());
    }

    [Fact]
    public async Task Of_claims_in_two_processes_on_one_file_one_is_granted()
    {
        await using var ours = await SqliteStore.OpenAsync(File, Clock, Ct);
        await using var theirs = await SqliteStore.OpenAsync(File, Clock, Ct);
        var proposal = await OpenedAsync(ours);
        await ours.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);

        var results = await Task.WhenAll(
            Task.Run(() => ours.ClaimAsync(Some.Claim(proposal.Id, "daemon"), Ct)),
            Task.Run(() => theirs.ClaimAsync(Some.Claim(proposal.Id, "terminal"), Ct)));

        var granted = Assert.Single(results.OfType<ClaimResult.Granted>());
        Assert.Equal(granted.Claim.Owner, Assert.Single(results.OfType<ClaimResult.Denied>()).Owner);
    }

    [Fact]
    public async Task A_pass_in_another_process_overtakes_ours()
    {
        await using var ours = await SqliteStore.OpenAsync(File, Clock, Ct);
        await using var theirs = await SqliteStore.OpenAsync(File, Clock, Ct);
        var pass = new PassCommit { Contexts = [new ContextCommit("cfg-acme", 0, [])], Changes = [] };

        var outcomes = await Task.WhenAll(Task.Run(() => ours.CommitAsync(pass, Ct)), Task.Run(() => theirs.CommitAsync(pass, Ct)));

        Assert.Single(outcomes.SelectMany(o => o).OfType<CommitOutcome.Committed>());
        Assert.Single(outcomes.SelectMany(o => o).OfType<CommitOutcome.Overtaken>());
    }

    [Fact]
    public async Task Many_processes_may_make_one_file_at_once()
    {
        var path = Path.Combine(folder, "together.db");

        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SqliteStore.OpenAsync(path, Clock, Ct)));

        await OpenedAsync(stores[0]);
        foreach (var store in stores) Assert.Single((await store.ListAsync(ProposalQuery.Living, Ct)).Proposals);
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Fact]
    public void The_file_is_in_wal_mode_with_large_pages_and_says_which_migrations_made_it()
    {
        Assert.Equal("wal", Scalar("PRAGMA journal_mode"));
        Assert.Equal(16384L, Scalar("PRAGMA page_size"));
        Assert.Equal("1 proposals 2026-01-05T09:05:00.0000000Z", Scalar("SELECT version || ' ' || name || ' ' || at FROM schema_migrations"));
        Assert.Equal(SqliteSchema.Known[^1].Version, Convert.ToInt32(Scalar("SELECT MAX(version) FROM schema_migrations"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Events_can_be_neither_changed_nor_removed()
    {
        await using var store = await SqliteStore.OpenAsync(File, Clock, Ct);
        await OpenedAsync(store);

        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Scalar("UPDATE events SET actor = 'eve'")).Message, StringComparison.Ordinal);
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Scalar("DELETE FROM events")).Message, StringComparison.Ordinal);
        Assert.Contains("erased or left alone", Assert.Throws<SqliteException>(() => Scalar("UPDATE event_payloads SET json = '{}'")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_living_proposal_of_a_wish_is_refused_by_the_file_itself()
    {
        await using var store = await SqliteStore.OpenAsync(File, Clock, Ct);
        await OpenedAsync(store);

        Assert.Contains("UNIQUE", Assert.Throws<SqliteException>(() => Scalar(
            "INSERT INTO proposals (id, fingerprint, rule_id, scope, state, living, json) SELECT 'x', fingerprint, rule_id, scope, state, 1, json FROM proposals")).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "R18")]
    public async Task A_newer_schema_is_refused()
    {
        var known = SqliteSchema.Known.Count;
        Scalar($"INSERT INTO schema_migrations VALUES ({known + 1}, 'later', 'digest', '2030')");

        var refused = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(File, Clock, Ct));

        Assert.Contains($"has schema {known + 1}, this program knows {known}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_other_migrations_made_is_refused()
    {
        Scalar("UPDATE schema_migrations SET digest = 'other'");

        Assert.Contains("another migration 1", (await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(File, Clock, Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_of_the_first_schema_get_their_time_from_the_history()
    {
        var path = Path.Combine(folder, "first.db");
        await (await SqliteStore.OpenAsync(path, [SqliteSchema.Known[0]], Clock, Ct)).DisposeAsync();
        var proposal = Some.Proposal();
        var json = Quoted(proposal, RegeneratorJson.Default.Proposal);
        var opened = Quoted<ProposalEvent>(Some.Opened(proposal), RegeneratorJson.Default.ProposalEvent);
        Scalar(
            $"""
            INSERT INTO sinks VALUES ('queue', 0);
            INSERT INTO proposals VALUES (1, '{proposal.Id}', 'f', 'r', 's', 'Open', 1, '{json}');
            INSERT INTO events VALUES ('{proposal.Id}', 1, '{opened}');
            INSERT INTO outbox VALUES (1, '{proposal.Id}/1/opened', '{proposal.Id}', 'Opened', '{json}');
            """,
            path);

        await using var store = await SqliteStore.OpenAsync(path, Clock, Ct);

        var entry = Assert.Single(await store.TakeDeliveriesAsync("queue", new HashSet<Moment> { Moment.Opened }, Some.Now, 10, Ct));
        Assert.Equal(Some.Now, entry.At);
    }

    [Fact]
    [Trait("Promise", "S11")]
    [Trait("Promise", "R18")]
    public async Task A_file_from_before_there_were_chains_is_chained_when_it_is_opened()
    {
        var path = Path.Combine(folder, "unchained.db");
        await (await SqliteStore.OpenAsync(path, [.. SqliteSchema.Known.TakeWhile(m => m.Name != "chained_history")], Clock, Ct)).DisposeAsync();
        var proposal = Some.Proposal();
        var approved = proposal with { State = ProposalState.Approved, Version = 2, Approvals = [new Approval("person:ann", Some.Now)] };
        Scalar(
            $"""
            INSERT INTO proposals (id, fingerprint, rule_id, scope, state, living, json) VALUES ('{proposal.Id}', 'f', 'r', 's', 'Approved', 1, '{Quoted(approved, RegeneratorJson.Default.Proposal)}');
            INSERT INTO events VALUES ('{proposal.Id}', 1, '{Quoted<ProposalEvent>(Some.Opened(proposal), RegeneratorJson.Default.ProposalEvent)}');
            INSERT INTO events VALUES ('{proposal.Id}', 2, '{Quoted<ProposalEvent>(Some.Approval(proposal), RegeneratorJson.Default.ProposalEvent)}');
            """,
            path);

        await using var store = await SqliteStore.OpenAsync(path, Clock, Ct);

        var (audit, faults) = await StoreAudit.OfAsync(store.ExportAsync(Ct), Ct);
        Assert.Empty(faults);
        Assert.Equal((1, 2), (audit.Proposals, audit.Records));
        Assert.Equal(["opened", "approved"], (await store.GetAsync(proposal.Id, Ct))!.History.Select(e => e.Type));
        Assert.IsType<DecideResult.Decided>(await store.DecideAsync(proposal.Id, Some.Refusal(), Ct));
        Assert.Empty((await StoreAudit.OfAsync(store.ExportAsync(Ct), Ct)).Faults);
    }

    [Fact]
    public async Task A_file_from_before_there_were_sheets_of_evidence_keeps_everything()
    {
        var path = Path.Combine(folder, "rows.db");
        await (await SqliteStore.OpenAsync(path, [.. SqliteSchema.Known.TakeWhile(m => m.Name != "numbered_proposals")], Clock, Ct)).DisposeAsync();
        Scalar($"INSERT INTO sinks VALUES ('queue', 8, '[\"Opened\",\"Approved\"]'), ('other', 8, '[]'); {BeforeSheets.Sql("1", "0")}", path);

        await using var store = await SqliteStore.OpenAsync(path, Clock, Ct);

        await BeforeSheets.AssertIsWholeAsync(store, Ct);
        Assert.Equal(10L, Scalar("SELECT MAX(seq) FROM outbox", path)); // 9 was given out
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_was()
    {
        var path = Path.Combine(folder, "notes.txt");
        var text = new string('x', 5000);
        await System.IO.File.WriteAllTextAsync(path, text, Ct);

        var refused = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(path, Clock, Ct));

        Assert.Contains("not a SQLite database", refused.Message, StringComparison.Ordinal);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(path, Ct));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        var path = Path.Combine(folder, "other.db");
        Scalar("CREATE TABLE songs (title TEXT)", path);

        Assert.Contains("«songs»", (await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(path, Clock, Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_where_no_file_can_be_is_refused()
    {
        await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(folder, Clock, Ct));
        await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(Path.Combine(File, "under-a-file.db"), Clock, Ct));
    }

    [Fact]
    [Trait("Promise", "R18")]
    public async Task A_migration_that_fails_leaves_the_file_as_it_was()
    {
        await using (var store = await SqliteStore.OpenAsync(File, Clock, Ct)) await OpenedAsync(store);
        var before = Scalar("SELECT group_concat(sql) FROM sqlite_schema");
        Migration[] migrations = [.. SqliteSchema.Known, new(SqliteSchema.Known.Count + 1, "good", "CREATE TABLE good (x TEXT)"), new(SqliteSchema.Known.Count + 2, "bad", "CREATE TABLE also (x TEXT); INSERT INTO nowhere VALUES (1)")];

        Assert.Contains("nowhere", (await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(File, migrations, Clock, Ct))).Message, StringComparison.Ordinal);

        Assert.Equal(before, Scalar("SELECT group_concat(sql) FROM sqlite_schema"));
        await using var after = await SqliteStore.OpenAsync(File, Clock, Ct);
        Assert.Single((await after.ListAsync(ProposalQuery.Living, Ct)).Proposals);
    }

    [Fact]
    public async Task A_row_that_can_not_be_read_is_said_to_be_so()
    {
        await using var store = await SqliteStore.OpenAsync(File, Clock, Ct);
        var proposal = await OpenedAsync(store);
        Scalar("UPDATE proposals SET json = 'garbage'");

        await Assert.ThrowsAsync<StoreException>(() => store.GetAsync(proposal.Id, Ct));
    }

    [Fact]
    [Trait("Promise", "S12")]
    public async Task Nothing_is_claimed_while_the_freezes_can_not_be_read()
    {
        await using var store = await SqliteStore.OpenAsync(File, Clock, Ct);
        var proposal = await OpenedAsync(store);
        await store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);
        Scalar("INSERT INTO freeze_events (freeze_id, until, json) VALUES ('f1', '2999', 'garbage')");

        await Assert.ThrowsAsync<StoreException>(() => store.ClaimAsync(Some.Claim(proposal.Id), Ct));
        Assert.Equal(ProposalState.Approved, (await store.GetAsync(proposal.Id, Ct))!.Proposal.State);
    }
    private static string Quoted<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => Persisted.Write(value, type).Replace("'", "''", StringComparison.Ordinal);

    private static async Task<Proposal> OpenedAsync(SqliteStore store)
    {
        var proposal = Some.Proposal();
        var open = new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = ["cfg-acme"], Evidence = [Some.Evidence()] };
        await store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", 0, [])], Changes = [open] }, Ct);
        return proposal;
    }

    private object? Scalar(string sql, string? path = null)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path ?? File, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
