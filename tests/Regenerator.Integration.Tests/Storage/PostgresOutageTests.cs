using Npgsql;
using Regenerator.Postgres;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>What a store comes to when its server goes away. On a server of its own, which is stopped and started.</summary>
[Trait("Promise", "R15")]
[Trait("Promise", "R1")]
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private readonly PostgresServer server = new();
    private string database = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database = await server.DatabaseAsync(Ct);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task A_server_that_was_stopped_and_started_is_used_again_by_the_next_call(string mode)
    {
        await using var store = await OpenAsync(database);
        await store.CommitAsync(Passes.Opening(["cfg-a"], 0), Ct);

        await server.StopAsync(mode, Ct);
        await server.StartAsync(Ct);

        Assert.IsType<CommitOutcome.Committed>(Assert.Single(await store.CommitAsync(Passes.Opening(["cfg-b"], 0), Ct)));
        Assert.Equal(2, (await store.ListAsync(ProposalQuery.Living, Ct)).Proposals.Count);
    }

    [Fact]
    public async Task A_server_that_restarts_in_the_middle_of_commits_loses_none_and_makes_none_twice()
    {
        await using var store = await OpenAsync(database);

        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(lane => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
                Assert.IsType<CommitOutcome.Committed>(Assert.Single(await store.CommitAsync(Passes.Opening([$"cfg-{lane}"], i), Ct)));
        })));
        while (!writing.IsCompleted && await Passes.ScalarAsync(database, "SELECT COUNT(*) FROM proposals", Ct) is < 50L) await Task.Yield();
        await server.StopAsync("fast", Ct);
        await server.StartAsync(Ct);
        await writing;

        Assert.Equal(480L, await Passes.ScalarAsync(database, "SELECT COUNT(*) FROM proposals", Ct));
        Assert.Equal(480L, await Passes.ScalarAsync(database, "SELECT SUM(epoch)::bigint FROM contexts", Ct));
        Assert.Equal("1 480 480", await Passes.ScalarAsync(database, "SELECT MIN(seq) || ' ' || MAX(seq) || ' ' || COUNT(*) FROM outbox", Ct));
    }

    [Theory]
    [InlineData(Relay.Cut.BeforeTheRequest)]
    [InlineData(Relay.Cut.AfterTheRequest)]
    public async Task A_line_that_is_cut_during_a_commit_is_answered_by_whether_it_was_kept(object cut)
    {
        await using var proxy = new Relay(server.Port, "COMMIT");
        await using var store = await OpenAsync(new NpgsqlConnectionStringBuilder(database) { Port = proxy.Port }.ToString());
        var pass = Passes.Opening(["cfg-acme"], 0);
        var proposal = ((ProposalChange.Open)pass.Changes[0]).Event.Proposal;

        proxy.Arm((Relay.Cut)cut);
        Assert.IsType<CommitOutcome.Committed>(Assert.Single(await store.CommitAsync(pass, Ct)));
        proxy.Arm((Relay.Cut)cut);
        Assert.IsType<DecideResult.Decided>(await store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct));

        Assert.Equal(2, proxy.Cuts);
        Assert.Equal(2, (await store.GetAsync(proposal.Id, Ct))!.History.Count);
        Assert.Equal(1L, await Passes.ScalarAsync(database, "SELECT epoch FROM contexts", Ct));
    }

    [Fact]
    public async Task A_connection_that_is_killed_before_or_within_its_commit_is_made_again_and_the_write_with_it()
    {
        await using var store = await OpenAsync(database);
        await Passes.ScalarAsync(
            database,
            """
            CREATE SEQUENCE regenerator.kills;
            CREATE FUNCTION regenerator.die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('regenerator.kills') <= 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$;
            CREATE TRIGGER dies_before AFTER INSERT ON regenerator.events FOR EACH ROW EXECUTE FUNCTION regenerator.die();
            """,
            Ct);

        Assert.IsType<CommitOutcome.Committed>(Assert.Single(await store.CommitAsync(Passes.Opening(["cfg-before"], 0), Ct)));

        await Passes.ScalarAsync(
            database,
            """
            ALTER SEQUENCE regenerator.kills RESTART;
            DROP TRIGGER dies_before ON regenerator.events;
            CREATE CONSTRAINT TRIGGER dies_within AFTER INSERT ON regenerator.events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION regenerator.die();
            """,
            Ct);

        Assert.IsType<CommitOutcome.Committed>(Assert.Single(await store.CommitAsync(Passes.Opening(["cfg-within"], 0), Ct)));
        Assert.Equal(3L, await Passes.ScalarAsync(database, "SELECT last_value FROM regenerator.kills", Ct));
        Assert.Equal("2 2 2", await Passes.ScalarAsync(database, "SELECT (SELECT COUNT(*) FROM proposals) || ' ' || (SELECT COUNT(*) FROM events) || ' ' || (SELECT SUM(epoch) FROM contexts)", Ct));
    }

    [Fact, Trait("Promise", "R16")]
    public async Task On_a_full_disk_writes_fail_in_one_line_reads_go_on_and_with_space_so_does_everything()
    {
        await using var disk = await SmallDisk.MakeAsync(24, Ct);
        await using var store = await OpenAsync(await server.DatabaseAsync(disk.Folder, Ct));
        await store.CommitAsync(Passes.Opening(["cfg-acme"], 0), Ct);
        disk.Fill();

        var (kept, refused) = (1, (StoreException?)null);
        while (refused is null && kept < 2000)
        {
            refused = await Record.ExceptionAsync(() => store.CommitAsync(Passes.Opening(["cfg-acme"], kept), Ct)) as StoreException;
            if (refused is null) kept++;
        }

        Assert.Contains("No space left on device (53100)", refused?.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused!.Message);
        Assert.Equal(kept, await store.AllAsync(new ProposalQuery { Limit = 1000 }, Ct).CountAsync(Ct));
        Assert.Equal((kept, 0), await StoreAudit.OfAsync(store.ExportAsync(Ct), Ct) is var (audit, faults) ? (audit.Proposals, faults.Count) : default);

        disk.Free();
        Assert.IsType<CommitOutcome.Committed>(Assert.Single(await store.CommitAsync(Passes.Opening(["cfg-acme"], kept), Ct)));
    }

    [Fact]
    public async Task A_server_that_stays_away_is_said_to_without_the_password()
    {
        await using var store = await OpenAsync(new NpgsqlConnectionStringBuilder(database) { Password = "hunter2" }.ToString());
        await server.StopAsync("fast", Ct);

        var problem = await Assert.ThrowsAsync<StoreException>(() => store.ListAsync(ProposalQuery.Living, Ct));

        Assert.Contains("PostgreSQL 127.0.0.1/test_1", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem.ToString(), StringComparison.Ordinal);
    }

    private static Task<PostgresStore> OpenAsync(string connectionString) => PostgresStore.OpenAsync(connectionString, TimeProvider.System, Ct);
}
