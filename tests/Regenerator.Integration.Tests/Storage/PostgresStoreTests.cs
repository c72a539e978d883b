using Npgsql;
using Regenerator.Postgres;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

[Trait("Promise", "R15")]
public sealed class PostgresStoreTests(PostgresServer server) : StoreContract
{
    private static readonly HashSet<Moment> Opened = [Moment.Opened];

    private string? connectionString;

    private string Database => connectionString!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) => await PostgresStore.OpenAsync(connectionString = await server.DatabaseAsync(Ct), time, Ct);

    protected override async Task<IRegeneratorStore> ReopenAsync(IRegeneratorStore store)
    {
        await store.DisposeAsync();
        return await OpenAsync();
    }

    [Fact]
    public async Task Of_decisions_in_two_processes_one_wins()
    {
        await using var ours = await OpenAsync();
        await using var theirs = await OpenAsync();
        var proposal = await OpenedAsync(ours);

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => (i % 2 == 0 ? ours : theirs).DecideAsync(proposal.Id, Some.Approval(proposal, $"person:{i}"), Ct))));

        Assert.Single(results.OfType<DecideResult.Decided>());
        Assert.Equal(63, results.OfType<DecideResult.Refused>().Count());
    }

    [Fact]
    public async Task Of_claims_in_two_processes_one_is_granted()
    {
        await using var ours = await OpenAsync();
        await using var theirs = await OpenAsync();
        var proposal = await OpenedAsync(ours);
        await ours.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);

        var results = await Task.WhenAll(ours.ClaimAsync(Some.Claim(proposal.Id, "daemon"), Ct), theirs.ClaimAsync(Some.Claim(proposal.Id, "terminal"), Ct));

        var granted = Assert.Single(results.OfType<ClaimResult.Granted>());
        Assert.Equal(granted.Claim.Owner, Assert.Single(results.OfType<ClaimResult.Denied>()).Owner);
    }

    [Fact]
    [Trait("Promise", "R1")]
    public async Task Of_two_passes_over_the_same_contexts_in_any_order_one_is_overtaken_and_none_waits_for_ever()
    {
        await using var ours = await OpenAsync();
        await using var theirs = await OpenAsync();
        string[] contexts = [.. Enumerable.Range(0, 40).Select(i => $"cfg-{i:00}")];
        for (var round = 0; round < 20; round++)
        {
            var pass = Pass(contexts, round);
            var back = new PassCommit { Contexts = [.. pass.Contexts.Reverse()], Changes = [.. pass.Changes.Reverse()] };

            var outcomes = await Task.WhenAll(Task.Run(() => ours.CommitAsync(pass, Ct)), Task.Run(() => theirs.CommitAsync(back, Ct)));

            Assert.Equal([0, contexts.Length], outcomes.Select(o => o.OfType<CommitOutcome.Committed>().Count()).Order());
        }

        Assert.Equal(0L, await ScalarAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        Assert.Equal(20L * contexts.Length, await ScalarAsync("SELECT COUNT(*) FROM proposals"));
    }

    [Fact]
    public async Task Passes_that_share_some_contexts_and_documents_never_deadlock()
    {
        await using var ours = await OpenAsync();
        await using var theirs = await OpenAsync();
        string[] contexts = [.. Enumerable.Range(0, 30).Select(i => $"cfg-{i:00}")];
        var random = new Random(7);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 60).Select(i => (Store: i % 2 == 0 ? ours : theirs, Pass: Pass([.. contexts.OrderBy(_ => random.Next()).Take(10)], 0))).ToArray(),
            new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = Ct },
            async (work, ct) => await work.Store.CommitAsync(work.Pass, ct));

        Assert.Equal(0L, await ScalarAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        Assert.Equal(0L, await ScalarAsync("SELECT COUNT(*) FROM contexts WHERE epoch > 1"));
        Assert.Equal(await ScalarAsync("SELECT COUNT(*) FROM contexts WHERE epoch = 1"), await ScalarAsync("SELECT COUNT(*) FROM proposals"));
    }

    [Fact]
    public async Task A_sink_misses_no_notice_of_transactions_that_commit_in_another_order_than_they_began()
    {
        await using var store = await OpenAsync();
        await store.TakeDeliveriesAsync("queue", Opened, Some.Now, 10, Ct);
        var told = new HashSet<ProposalId>();
        var writing = Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => CommitAsync(store, Pass([$"cfg-{i}"], 0)))));

        while (!writing.IsCompleted || told.Count < 400)
        {
            var isLast = writing.IsCompleted;
            var entries = await store.TakeDeliveriesAsync("queue", Opened, Some.Now, 100, Ct);
            foreach (var entry in entries)
                if (told.Add(entry.Proposal.Id)) Assert.True(await store.SettleDeliveryAsync("queue", entry.Key, new DeliveryOutcome.Delivered(), Ct));
            if (isLast && entries.Count == 0) break;
        }

        await writing;
        Assert.Equal(400, told.Count);
    }

    [Fact]
    public async Task Many_processes_may_make_one_schema_at_once()
    {
        var together = await server.DatabaseAsync(Ct);

        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostgresStore.OpenAsync(together, Clock, Ct))));

        await OpenedAsync(stores[0]);
        foreach (var store in stores) Assert.Single((await store.ListAsync(ProposalQuery.Living, Ct)).Proposals);
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Fact]
    public async Task It_lives_in_a_schema_of_its_own_beside_what_others_keep_in_the_database()
    {
        await ScalarAsync("CREATE TABLE public.songs (title text)");
        await using (var store = await OpenAsync()) await OpenedAsync(store);

        await using var second = await PostgresStore.OpenAsync($"{Database};Search Path=second", Clock, Ct);

        Assert.Empty((await second.ListAsync(ProposalQuery.Living, Ct)).Proposals);
        Assert.Equal("public,regenerator,second", await ScalarAsync("SELECT string_agg(DISTINCT schemaname, ',' ORDER BY schemaname) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"));
        Assert.Equal("1 proposals 2026-01-05 09:05:00+00", await ScalarAsync("SET timezone = 'UTC'; SELECT version || ' ' || name || ' ' || at FROM regenerator.schema_migrations"));
    }

    [Fact]
    public async Task Events_can_be_neither_changed_nor_removed()
    {
        await using var store = await OpenAsync();
        await OpenedAsync(store);

        foreach (var sql in new[] { "UPDATE events SET actor = 'eve'", "DELETE FROM events", "TRUNCATE events" })
            Assert.Contains("append-only", (await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(sql))).MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_living_proposal_of_a_wish_is_refused_by_the_database_itself()
    {
        await using var store = await OpenAsync();
        await OpenedAsync(store);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(
            "INSERT INTO proposals (id, fingerprint, rule_id, scope, state, living, json) SELECT 'x', fingerprint, rule_id, scope, state, true, json FROM proposals"));

        Assert.Equal("one_living_proposal_per_wish", refused.ConstraintName);
    }

    [Fact]
    public async Task A_schema_from_before_there_were_sheets_of_evidence_keeps_everything()
    {
        connectionString = await server.DatabaseAsync(Ct);
        await (await PostgresStore.OpenAsync(Database, [.. PostgresSchema.Known.TakeWhile(m => m.Name != "evidence_sheets")], Clock, Ct)).DisposeAsync();
        await ScalarAsync($"INSERT INTO sinks VALUES ('queue', 8, ARRAY['Opened', 'Approved']), ('other', 8, '{{}}'); UPDATE outbox_end SET number = 9; {BeforeSheets.Sql("true", "false")}");

        await using var store = await OpenAsync();

        await BeforeSheets.AssertIsWholeAsync(store, Ct);
    }

    [Fact]
    [Trait("Promise", "R18")]
    public async Task A_newer_schema_is_refused()
    {
        var known = PostgresSchema.Known.Count;
        await ScalarAsync($"INSERT INTO schema_migrations VALUES ({known + 1}, 'later', 'digest', now())");

        Assert.Contains($"has schema {known + 1}, this program knows {known}", (await Assert.ThrowsAsync<StoreException>(OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_other_migrations_made_is_refused()
    {
        await ScalarAsync("UPDATE schema_migrations SET digest = 'other'");

        Assert.Contains("another migration 1", (await Assert.ThrowsAsync<StoreException>(OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_of_another_program_is_refused_and_left_as_it_was()
    {
        await ScalarAsync("CREATE SCHEMA music; CREATE TABLE music.songs (title text)");

        var refused = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync($"{Database};Search Path=music", Clock, Ct));

        Assert.Contains("«songs»", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await ScalarAsync("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'music'"));
    }

    [Fact]
    [Trait("Promise", "R18")]
    public async Task A_migration_that_fails_leaves_the_schema_as_it_was()
    {
        var known = PostgresSchema.Known.Count;
        Migration[] migrations = [.. PostgresSchema.Known, new(known + 1, "good", "CREATE TABLE good (x text)"), new(known + 2, "bad", "CREATE TABLE also (x text); INSERT INTO nowhere VALUES (1)")];

        Assert.Contains("nowhere", (await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(Database, migrations, Clock, Ct))).Message, StringComparison.Ordinal);

        Assert.Equal(0L, await ScalarAsync("SELECT COUNT(*) FROM pg_tables WHERE tablename IN ('good', 'also')"));
        await using var after = await OpenAsync();
    }

    [Fact]
    public async Task A_row_that_can_not_be_read_is_said_to_be_so()
    {
        await using var store = await OpenAsync();
        var proposal = await OpenedAsync(store);
        await ScalarAsync("UPDATE proposals SET json = 'garbage'");

        await Assert.ThrowsAsync<StoreException>(() => store.GetAsync(proposal.Id, Ct));
    }

    [Fact]
    public async Task A_context_whose_name_the_database_can_not_hold_stands_alone_and_the_others_commit()
    {
        await using var store = await OpenAsync();

        var outcomes = await store.CommitAsync(Pass(["cfg-a", "cfg-\0", "cfg-b"], 0), Ct);

        Assert.Equal("cfg-\0", Assert.Single(outcomes.OfType<CommitOutcome.Overtaken>()).ContextId);
        Assert.Equal(2, (await store.ListAsync(ProposalQuery.Living, Ct)).Proposals.Count);
    }

    private Task<PostgresStore> OpenAsync() => PostgresStore.OpenAsync(Database, Clock, Ct);

    private static Task CommitAsync(PostgresStore store, PassCommit pass) => store.CommitAsync(pass, Ct);

    private static async Task<Proposal> OpenedAsync(PostgresStore store)
    {
        var pass = Pass(["cfg-acme"], 0);
        await CommitAsync(store, pass);
        return Assert.IsType<ProposalChange.Open>(Assert.Single(pass.Changes)).Event.Proposal;
    }

    /// <summary>Opens a wish of its own in the document of each context.</summary>
    private static PassCommit Pass(string[] contexts, long epoch) => Passes.Opening(contexts, epoch);

    private Task<object?> ScalarAsync(string sql) => Passes.ScalarAsync(Database, sql, Ct);
}
