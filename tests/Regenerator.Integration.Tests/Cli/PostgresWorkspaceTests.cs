using System.Text;
using Npgsql;
using Regenerator.Integration.Tests.Storage;

namespace Regenerator.Integration.Tests.Cli;

public sealed class PostgresWorkspaceTests(PostgresServer server) : IDisposable
{
    private const string Canary = "canary-5d1e7a";

    private readonly CliFolder folder = CliFolder.Of<PostgresWorkspaceTests>();

    [Fact]
    [Trait("Promise", "R15")]
    [Trait("Promise", "S6")]
    public async Task A_workspace_keeps_its_proposals_in_a_database_and_its_secret_is_nowhere()
    {
        await WorkspaceAsync("${env:DATABASE_URL}");
        var database = new NpgsqlConnectionStringBuilder(await server.DatabaseAsync(TestContext.Current.CancellationToken));
        var url = $"postgresql://{database.Username}:{Canary}@{database.Host}:{database.Port}/{database.Database}";

        await Clock.AwayFromTheEndOfAsync(TimeSpan.FromMinutes(5)); // the example has been told by then
        var first = (await RunAsync(url, "serve", "first", "--once", "--output", "json")).Ended(0).Json;
        var again = (await RunAsync(database.ToString(), "serve", "first", "--once", "--output", "json")).Ended(0).Json;
        var listed = (await RunAsync(url, "proposals", "list", "--workspace", "first", "--output", "json")).Ended(0).Json;

        var opened = first.GetProperty("opened").EnumerateArray().Select(p => p.GetProperty("id").GetString()).Order();
        Assert.NotEmpty(opened);
        Assert.Equal(opened, listed.GetProperty("proposals").EnumerateArray().Select(p => p.GetProperty("id").GetString()).Order());
        Assert.Empty(again.GetProperty("opened").EnumerateArray()); // the recording lies where it lay
        Assert.DoesNotContain("first/.regenerator/store.db", folder.Files());
        foreach (var file in folder.Files())
            Assert.DoesNotContain(Canary, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.PathOf(file), TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"postgresql://ann:{Canary}@127.0.0.1:1/shop?application_nam=x")]
    [InlineData($"postgresql://ann:{Canary}@127.0.0.1:1/shop")]
    public async Task A_database_that_can_not_be_used_is_one_line_without_the_secret(string url)
    {
        await WorkspaceAsync("${env:DATABASE_URL}");

        var refused = (await RunAsync(url, "serve", "first", "--once")).Ended(1);

        Assert.Contains("PostgreSQL", Assert.Single(refused.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, refused.Out + refused.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_and_a_database_at_once_are_refused()
    {
        await WorkspaceAsync("${env:DATABASE_URL}\", \"sqlite\": \"store.db");

        Assert.Contains("store: there is one store: either «sqlite» or «postgres»", (await folder.RunAsync("check", "first")).Ended(1).Err, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task WorkspaceAsync(string postgres)
    {
        (await folder.RunAsync("init", "first")).Ended(0);
        folder.Write("first/regenerator.json", folder.Read("first/regenerator.json").Replace("\"sqlite\": \".regenerator/store.db\"", $"\"postgres\": \"{postgres}\"", StringComparison.Ordinal));
    }

    private Task<Answer> RunAsync(string url, params string[] arguments) => RegeneratorCommand.RunAsync(folder.Location, [("DATABASE_URL", url)], arguments);
}
