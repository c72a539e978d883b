namespace Regenerator.Integration.Tests.Cli;

/// <summary>A workspace whose first pass is still to come.</summary>
public sealed class FirstStartTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<FirstStartTests>();

    public FirstStartTests()
    {
        folder.Write("blueprint.json", Pair.Blueprint);
        folder.Write("tenant.json", Pair.Tenant());
        folder.Write("regenerator.json", """{ "documents": { "blueprints": ["blueprint.json"], "tenants": ["tenant.json"] }, "rules": [{ "id": "slow", "type": "high-latency" }] }""");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("nothing waits for you", "proposals", "list")]
    [InlineData("nothing is frozen", "freeze", "list")]
    [InlineData("slow", "rules", "list")]
    [InlineData("no pass has asked a provider yet", "providers", "list")]
    [InlineData("every answer could be read", "providers", "quarantine")]
    [InlineData("no rule has judged anything yet", "coverage")]
    [InlineData("every sink has what it asked for", "outbox", "list")]
    public async Task Whoever_looks_is_answered_and_nothing_is_written(string answer, params string[] command)
    {
        var before = folder.Files();

        Assert.Contains(answer, (await folder.RunAsync(command)).Ended(0).Out, StringComparison.Ordinal);

        Assert.Equal(before, folder.Files());
    }

    [Theory]
    [InlineData("no proposal's id ends or begins with «abc»", "proposals", "show", "abc")]
    [InlineData("no rule has judged anything yet", "explain", "--context", "acme")]
    [InlineData("there is no store yet; «regenerator serve» makes it", "store", "verify")]
    [InlineData("there is no store yet; «regenerator serve» makes it", "store", "bind", "--environment", "production", "--reason", "it is")]
    [InlineData("freeze takes one of", "freeze", "--until", "2d", "--reason", "what?")]
    public async Task What_needs_something_that_was_kept_is_refused_and_nothing_is_written(string problem, params string[] command)
    {
        var before = folder.Files();

        Assert.Contains(problem, (await folder.RunAsync(command)).Ended(1).Err, StringComparison.Ordinal);

        Assert.Equal(before, folder.Files());
    }

    [Fact]
    public async Task A_freeze_stands_before_anything_is_watched()
    {
        (await folder.RunAsync("freeze", "--all", "--until", "2d", "--reason", "not yet")).Ended(0);

        Assert.Contains("not yet", (await folder.RunAsync("freeze", "list")).Ended(0).Out, StringComparison.Ordinal);
        (await folder.RunAsync("serve", ".", "--once")).Ended(0);
        Assert.Contains("has frozen everything", (await folder.RunAsync("proposals", "list")).Ended(0).Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_a_tenant_that_nobody_watches_is_made_and_told()
    {
        var made = (await folder.RunAsync("tokens", "create", "--role", "viewer", "--tenant", "nobody", "--tenant", "acme")).Ended(0);

        Assert.EndsWith("! no tenant «nobody» is watched now; tenants known: acme\n", made.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("no tenant «acme»", made.Err, StringComparison.Ordinal);
        Assert.NotEmpty(made.Out);
    }
}
