using Microsoft.Data.Sqlite;

namespace Regenerator.Integration.Tests.Cli;

public sealed class StoreTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<StoreTests>();

    public void Dispose() => folder.Dispose();

    [Fact, Trait("Promise", "S11")]
    public async Task A_store_is_verified_and_the_first_record_that_was_changed_is_named()
    {
        await WatchAsync();

        Assert.Equal("1 proposal with 1 record: everything is as it was written\n", (await folder.RunAsync("store", "verify")).Ended(0).Out);

        Execute("DROP TRIGGER events_are_not_changed; UPDATE events SET actor = 'person:eve'");
        var told = (await folder.RunAsync("store", "verify")).Ended(4).Out;
        Assert.Matches("^proposal [0-9a-f-]{36}, record 1: it was changed\n$", told);
        var fault = (await folder.RunAsync("store", "verify", "--output", "json")).Ended(4).Json.GetProperty("faults")[0];
        Assert.Equal((1, "changed"), (fault.GetProperty("record").GetInt32(), fault.GetProperty("damage").GetString()));
    }

    [Fact]
    public async Task What_was_exported_goes_into_an_empty_store_and_nowhere_else()
    {
        await WatchAsync();

        Assert.Equal("exported  1 proposal  out.ndjson\n", (await folder.RunAsync("store", "export", "out.ndjson")).Ended(0).Out);
        Assert.Equal(folder.Read("out.ndjson"), (await folder.RunAsync("store", "export", "-")).Ended(0).Out);
        Assert.Equal("imported  1 proposal  out.ndjson\n", (await folder.RunAsync("store", "import", "out.ndjson", "--store", "other.db")).Ended(0).Out);
        Assert.Contains("1 proposal with 1 record", (await folder.RunAsync("store", "verify", "--store", "other.db")).Ended(0).Out, StringComparison.Ordinal);
        Assert.Contains("the store is not empty", (await folder.RunAsync("store", "import", "out.ndjson")).Ended(1).Err, StringComparison.Ordinal);

        Assert.Contains("exported", (await folder.RunAsync("store", "export", "/dev/null")).Ended(0).Out, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.StartsWith("no/out.ndjson: there is no folder ", (await folder.RunAsync("store", "export", "no/out.ndjson")).Ended(1).Err, StringComparison.Ordinal);

        folder.Write("cut.ndjson", string.Join('\n', folder.Read("out.ndjson").Split('\n')[..^2]));
        Assert.Contains("the file ends too early", (await folder.RunAsync("store", "import", "cut.ndjson", "--store", "third.db")).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains("none.ndjson: no such file", (await folder.RunAsync("store", "import", "none.ndjson", "--store", "third.db")).Ended(1).Err, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Files(), file => file.Contains("third.db", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("store", "verify")]
    [InlineData("store", "export", "-")]
    [InlineData("outbox", "list")]
    public async Task A_file_with_nothing_in_it_is_no_store_and_stays_as_it_is(params string[] command)
    {
        folder.Write("empty.db", "");

        Assert.Equal("empty.db: the file is empty, so it is no store; put a backup in its place, or remove it\n", (await folder.RunAsync([.. command, "--store", "empty.db"])).Ended(1).Err);

        Assert.Equal(0, new FileInfo(folder.PathOf("empty.db")).Length);
        Assert.Equal(["empty.db"], folder.Files());
    }

    [Fact]
    public async Task Whoever_opens_a_backup_is_told_that_approvals_have_fallen()
    {
        await WatchAsync();

        Assert.Equal("backed up to backup.db\n", (await folder.RunAsync("store", "backup", "backup.db")).Ended(0).Out);

        Assert.Contains("backup.db was restored or copied: epoch 2 has begun, and what was approved has to be approved again", (await folder.RunAsync("store", "verify", "--store", "backup.db")).Ended(0).Err, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", (await folder.RunAsync("store", "verify", "--store", "backup.db")).Ended(0).Err, StringComparison.Ordinal);
        Assert.Contains("there is a file already", (await folder.RunAsync("store", "backup", "backup.db")).Ended(1).Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_belongs_to_the_environment_of_its_workspace_until_somebody_binds_it_anew()
    {
        await WatchAsync(""" "environment": "production",""");
        folder.Write("regenerator.json", folder.Read("regenerator.json").Replace("production", "staging", StringComparison.Ordinal));

        Assert.Contains("the store belongs to environment «production», this is «staging»: nothing is applied", (await folder.RunAsync("serve", "--once")).Ended(0).Err, StringComparison.Ordinal);

        Assert.Equal("the store belongs to «staging» now; until now to «production»\n", (await folder.RunAsync("store", "bind", "--environment", "staging", "--reason", "it moved", "--as", "ann")).Ended(0).Out);
        Assert.DoesNotContain("belongs to", (await folder.RunAsync("serve", "--once")).Ended(0).Err, StringComparison.Ordinal);
        var bindings = (await folder.RunAsync("store", "export", "-")).Ended(0).Out.Split('\n').Where(l => l.StartsWith("{\"kind\":\"binding\"", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, bindings.Length);
        Assert.Contains("person:ann", bindings[1], StringComparison.Ordinal);
    }

    private async Task WatchAsync(string more = "")
    {
        folder.Write("blueprints/shop.json", Pair.Blueprint);
        folder.Write("tenants/acme.json", Pair.Tenant());
        folder.Write("rules.cs", Pair.FailingRules());
        folder.Write("regenerator.json", $$"""{{{more}} "providers": [{ "name": "failing", "module": "rules.cs" }], "rules": [{ "module": "rules.cs" }] }""");
        (await folder.RunAsync("serve", "--once")).Ended(0);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.PathOf(".regenerator/store.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
