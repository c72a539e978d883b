using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Sqlite;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

[Trait("Promise", "R16")]
public sealed class SqliteLimitsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-limits-").FullName;
    private readonly TestClock clock = new();

    private string File => Path.Combine(folder, "store.db");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task On_a_full_disk_writes_fail_in_one_line_reads_go_on_and_with_space_so_does_everything()
    {
        await using (var store = await OpenAsync())
        {
            var first = await OpenedAsync(store, 0);
            await SetAsync(store, "PRAGMA max_page_count = 1"); // never less than it has

            var (kept, refused) = (0, (StoreException?)null);
            while (refused is null) refused = await Record.ExceptionAsync(() => OpenedAsync(store, ++kept)) as StoreException;

            Assert.Equal($"{File} can not be written: the disk is full", refused.Message);
            Assert.NotNull(await store.GetAsync(first, Ct));
            Assert.Equal(kept, await CountAsync(store));
            Assert.Empty((await StoreAudit.OfAsync(store.ExportAsync(Ct), Ct)).Faults);

            await SetAsync(store, "PRAGMA max_page_count = 1000000");
            await OpenedAsync(store, kept);
            Assert.Equal(kept + 1, await CountAsync(store));
        }

        await using var reopened = await OpenAsync();
        Assert.False(reopened.WasCopied);
        Assert.Empty((await StoreAudit.OfAsync(reopened.ExportAsync(Ct), Ct)).Faults);
    }

    [Fact]
    public async Task Whatever_is_read_only_is_said_to_be_so_and_read()
    {
        await using var store = await OpenAsync();
        var first = await OpenedAsync(store, 0);
        await SetAsync(store, "PRAGMA query_only = ON");

        Assert.Equal($"{File} can not be written: it is read-only", (await Assert.ThrowsAsync<StoreException>(() => store.DecideAsync(first, Some.Refusal(), Ct))).Message);

        Assert.Equal(ProposalState.Open, (await store.GetAsync(first, Ct))!.Proposal.State);
    }

    [Fact]
    public async Task A_read_only_file_is_opened_to_be_read()
    {
        ProposalId first;
        await using (var store = await OpenAsync()) first = await OpenedAsync(store, 0);
        await using var unchangeable = await ReadOnlyFile.MakeAsync(File, Ct);

        await using var reading = await OpenAsync();

        Assert.NotNull(await reading.GetAsync(first, Ct));
        Assert.Contains("it is read-only", (await Assert.ThrowsAsync<StoreException>(() => reading.DecideAsync(first, Some.Refusal(), Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_file_in_a_read_only_folder_is_opened_to_be_read()
    {
        await using var locked = await ReadOnlyFolder.MakeAsync(Ct);
        var there = Path.Combine(locked.Path, "store 100%.db");
        ProposalId first;
        await using (var store = await SqliteStore.OpenAsync(there, clock, Ct)) first = await OpenedAsync(store, 0);
        await locked.CloseAsync(Ct);

        await using var reading = await SqliteStore.OpenAsync(there, clock, Ct);

        Assert.False(reading.WasCopied);
        Assert.NotNull(await reading.GetAsync(first, Ct));
        Assert.Empty((await StoreAudit.OfAsync(reading.ExportAsync(Ct), Ct)).Faults);
        Assert.Equal($"{there} can not be written: it is read-only", (await Assert.ThrowsAsync<StoreException>(() => reading.DecideAsync(first, Some.Refusal(), Ct))).Message);
    }

    [Fact]
    public async Task A_read_only_folder_with_a_log_that_nobody_can_bring_in_is_refused_with_what_to_do()
    {
        await using var locked = await ReadOnlyFolder.MakeAsync(Ct);
        var there = Path.Combine(locked.Path, "store.db");
        await using (var store = await OpenAsync())
        {
            await OpenedAsync(store, 0);
            System.IO.File.Copy(File, there);
            System.IO.File.Copy($"{File}-wal", $"{there}-wal"); // as a process that was killed leaves it
        }

        await locked.CloseAsync(Ct);

        var refused = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(there, clock, Ct));

        Assert.Equal($"{there} can not be read: its folder is read-only, and what was committed last is in store.db-wal beside it; make the folder writable, or copy store.db and store.db-wal to one that is", refused.Message);
    }

    [Fact]
    public async Task A_pass_that_can_not_write_says_so_and_the_next_one_goes_on()
    {
        await using var store = await OpenAsync();
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(Some.Context()),
            Rules = [new WorkflowFailureRule()],
            Store = store,
            Environment = "production",
            Time = clock,
        });
        await SetAsync(store, "PRAGMA query_only = ON");
        Assert.Equal($"{File} can not be written: it is read-only", (await service.RunOnceAsync(Ct)).Fault);

        await SetAsync(store, "PRAGMA query_only = OFF");

        Assert.Null((await service.RunOnceAsync(Ct)).Fault);
        Assert.Equal("production", (await store.IdentityAsync(Ct)).Environment);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_by_name_with_what_to_do()
    {
        await using (var store = await OpenAsync())
            for (var i = 0; i < 20; i++) await OpenedAsync(store, i);
        SqliteConnection.ClearAllPools();
        await using (var file = System.IO.File.OpenWrite(File))
        {
            file.Position = 16384 + 8;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)file.Length - 2 * 16384).ToArray(), Ct);
        }

        var refused = await Assert.ThrowsAsync<StoreException>(OpenAsync);

        Assert.StartsWith($"{File} is damaged (", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith($"put a backup in its place; «sqlite3 {File} .recover» saves what can be saved", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private Task<SqliteStore> OpenAsync() => SqliteStore.OpenAsync(File, clock, Ct);

    private static Task SetAsync(SqliteStore store, string pragma) => store.Database.WithWriterAsync(connection => connection.Execute(pragma), Ct);

    private static async Task<int> CountAsync(SqliteStore store) => (await store.ListAsync(new ProposalQuery { Limit = 1000 }, Ct)).Proposals.Count;

    // A wish of its own in a document of its own.
    private static async Task<ProposalId> OpenedAsync(SqliteStore store, int number)
    {
        var context = $"cfg-{number}";
        var proposal = Some.Proposal(scope: new ProposalScope(Specs.SpecKind.Tenant, context), context: context);
        var open = new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = [context], Evidence = [Some.Evidence(contextId: context)] };
        await store.CommitAsync(new PassCommit { Contexts = [new ContextCommit(context, 0, [])], Changes = [open] }, Ct);
        return proposal.Id;
    }
}
