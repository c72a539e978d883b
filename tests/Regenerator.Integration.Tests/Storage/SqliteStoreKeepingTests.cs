using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Sqlite;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class SqliteStoreKeepingTests : SqlKeepingContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-store-").FullName;

    private int made;

    private string File => Path.Combine(folder, "store.db");

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) => await SqliteStore.OpenAsync(made++ == 0 ? File : Path.Combine(folder, $"store-{made}.db"), time, Ct);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected override Task TamperAsync(string deed, Proposal tampered)
    {
        Execute($"DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_removed; DROP TRIGGER payloads_are_not_changed; {Tampering.Sql(deed, tampered, $"proposal = (SELECT proposals.seq FROM proposals WHERE id = '{tampered.Id}')")}");
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_file_that_was_moved_is_the_same_store()
    {
        var approved = await ApprovedAsync();
        await Store.DisposeAsync();
        foreach (var beside in new[] { "", "-id" }) System.IO.File.Move(File + beside, Elsewhere + beside);

        await using var moved = await SqliteStore.OpenAsync(Elsewhere, Clock, Ct);

        Assert.False(moved.WasCopied);
        Assert.Equal(ProposalState.Approved, (await moved.GetAsync(approved, Ct))!.Proposal.State);
    }

    [Fact]
    public async Task A_file_that_was_opened_by_another_name_is_the_same_store()
    {
        var approved = await ApprovedAsync();
        Directory.CreateSymbolicLink(Path.Combine(folder, "linked"), folder);

        await using var linked = await SqliteStore.OpenAsync(Path.Combine(folder, "linked", "store.db"), Clock, Ct);
        await using var again = await SqliteStore.OpenAsync(File, Clock, Ct);

        Assert.Equal((false, false), (linked.WasCopied, again.WasCopied));
        Assert.Equal(ProposalState.Approved, (await again.GetAsync(approved, Ct))!.Proposal.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_a_copy_approvals_have_fallen_whether_or_not_its_marker_was_copied_too(bool withMarker)
    {
        var approved = await ApprovedAsync();
        await Store.DisposeAsync();
        System.IO.File.Copy(File, Elsewhere);
        if (withMarker) System.IO.File.Copy(File + "-id", Elsewhere + "-id");

        await using var copy = await SqliteStore.OpenAsync(Elsewhere, Clock, Ct);
        await using var original = await SqliteStore.OpenAsync(File, Clock, Ct);

        Assert.Equal((true, false), (copy.WasCopied, original.WasCopied));
        Assert.Equal((2, "the store was restored or copied"), ((await copy.IdentityAsync(Ct)).Epoch, (await copy.IdentityAsync(Ct)).Reason));
        Assert.Equal(ProposalState.Open, (await copy.GetAsync(approved, Ct))!.Proposal.State);
        Assert.Equal(ProposalState.Approved, (await original.GetAsync(approved, Ct))!.Proposal.State);
    }

    [Fact]
    public async Task What_was_approved_before_a_restore_is_not_applied_again()
    {
        var approved = await ApprovedAsync();
        await Store.DisposeAsync();
        System.IO.File.Copy(File, Elsewhere);
        await using (var store = await SqliteStore.OpenAsync(File, Clock, Ct))
        {
            var claim = Assert.IsType<ClaimResult.Granted>(await store.ClaimAsync(Some.Claim(approved), Ct)).Claim;
            await store.FinishAsync(claim, new ProposalEvent.Completed("done") { Actor = claim.Actor, At = Some.Now }, Ct);
        }

        System.IO.File.Copy(Elsewhere, File, overwrite: true);

        await using var restored = await SqliteStore.OpenAsync(File, Clock, Ct);
        Assert.True(restored.WasCopied);
        Assert.IsType<ClaimResult.Denied>(await restored.ClaimAsync(Some.Claim(approved), Ct));
        await using var again = await SqliteStore.OpenAsync(File, Clock, Ct);
        Assert.False(again.WasCopied);
    }

    [Fact]
    public async Task A_backup_is_made_while_the_store_is_used_and_is_known_as_one_wherever_it_is_put()
    {
        var approved = await ApprovedAsync();

        await ((SqliteStore)Store).BackupAsync(Elsewhere, Ct);

        Assert.Contains("there is a file already", (await Assert.ThrowsAsync<StoreException>(() => ((SqliteStore)Store).BackupAsync(Elsewhere, Ct))).Message, StringComparison.Ordinal);
        await Store.DisposeAsync();
        System.IO.File.Copy(Elsewhere, File, overwrite: true);
        await using var restored = await SqliteStore.OpenAsync(File, Clock, Ct);
        Assert.True(restored.WasCopied);
        Assert.Equal(ProposalState.Open, (await restored.GetAsync(approved, Ct))!.Proposal.State);
        Assert.Empty((await StoreAudit.OfAsync(restored.ExportAsync(Ct), Ct)).Faults);
    }

    [Fact]
    public async Task Whoever_only_reads_leaves_a_copy_as_it_is()
    {
        var approved = await ApprovedAsync();
        await Store.DisposeAsync();
        System.IO.File.Copy(File, Elsewhere);

        await using (var reading = await SqliteStore.OpenToReadAsync(Elsewhere, Clock, Ct)) Assert.Equal(ProposalState.Approved, (await reading.GetAsync(approved, Ct))!.Proposal.State);

        Assert.False(System.IO.File.Exists($"{Elsewhere}-id"));
        Assert.Equal(await System.IO.File.ReadAllBytesAsync(File, Ct), await System.IO.File.ReadAllBytesAsync(Elsewhere, Ct));
    }

    private string Elsewhere => Path.Combine(folder, "elsewhere.db");

    private async Task<ProposalId> ApprovedAsync()
    {
        var proposal = await OpenAsync(Some.Proposal(), "cfg-acme");
        await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);
        return proposal.Id;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
