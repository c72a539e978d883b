using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

/// <summary>What people do with a proposal besides approving it: hold it up, apply it all the same, take it back.</summary>
public sealed class LifeTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<LifeTests>();

    [Fact]
    [Trait("Promise", "S12")]
    public async Task A_freeze_holds_an_apply_is_shown_can_be_broken_and_ended()
    {
        var proposal = await OpenedAsync();
        var freeze = (await RunAsync("freeze", "--all", "--until", "2d", "--reason", "release week", "--as", "ada", "--output", "json")).Ended(0).Json;
        Assert.StartsWith("nothing is frozen: a freeze lasts 90 days at most", (await RunAsync("freeze", "--all", "--until", "91d", "--reason", "for ever")).Ended(1).Err, StringComparison.Ordinal);
        Assert.EndsWith("UTC is not in the future\n", (await RunAsync("freeze", "--all", "--until", "2020-01-01", "--reason", "long ago")).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains("one of --all, --env, --label and --context", (await RunAsync("freeze", "--until", "2d", "--reason", "what?")).Ended(1).Err, StringComparison.Ordinal);

        Assert.Contains("frozen: person:ada has frozen everything until", (await RunAsync("proposals", "list")).Ended(0).Err, StringComparison.Ordinal);
        var held = (await RunAsync("proposals", "approve", Id(proposal), "--digest", Digest(proposal), "--output", "json")).Ended(4).Json;
        Assert.Equal(("refused", "approved"), (held.GetProperty("outcome").GetString(), held.GetProperty("proposal").GetProperty("state").GetString()));
        Assert.Contains("person:ada has frozen everything", held.GetProperty("reason").GetString(), StringComparison.Ordinal);

        Assert.Contains("--break-glass and --reason together", (await RunAsync("proposals", "apply", Id(proposal), "--break-glass")).Ended(1).Err, StringComparison.Ordinal);
        (await RunAsync("proposals", "apply", Id(proposal), "--break-glass", "--reason", "checkout is down", "--as", "bob")).Ended(0);
        Assert.Contains("person:bob  broke a freeze: checkout is down", (await RunAsync("proposals", "show", Id(proposal))).Ended(0).Out, StringComparison.Ordinal);
        Assert.Contains("person:bob broke it for", (await RunAsync("freeze", "list")).Ended(0).Out, StringComparison.Ordinal);

        (await RunAsync("freeze", "end", freeze.GetProperty("id").GetString()![..6], "--reason", "it is out")).Ended(0);
        Assert.Equal("nothing is frozen", (await RunAsync("freeze", "list")).Ended(0).Out.Trim());
        Assert.Contains("ended it", (await RunAsync("freeze", "list", "--all")).Ended(0).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--context", "nobody", "contexts known: acme")]
    [InlineData("--label", "tier=gold", "labels known: none")]
    public async Task A_freeze_that_holds_nobody_says_so_and_whom_there_is(string option, string name, string known)
    {
        await OpenedAsync();

        var frozen = (await RunAsync("freeze", option, name, "--until", "2d", "--reason", "release week")).Ended(0);

        Assert.Contains("it holds 0 contexts", frozen.Out, StringComparison.Ordinal);
        Assert.Equal($"! it holds nobody now; {known}", frozen.Err.Trim());
    }

    [Fact]
    public async Task What_was_applied_is_rolled_back_by_a_proposal_that_somebody_else_approves()
    {
        var proposal = await OpenedAsync();
        var before = Documents();
        (await RunAsync("proposals", "approve", Id(proposal), "--digest", Digest(proposal))).Ended(0);
        var applied = Documents();
        Assert.NotEqual(before, applied);

        var rollback = (await RunAsync("proposals", "rollback", Id(proposal), "--reason", "it was worse", "--as", "ada", "--output", "json")).Ended(0).Json;
        Assert.Equal(("open", Id(proposal), applied), (rollback.GetProperty("state").GetString(), rollback.GetProperty("reverts").GetString(), Documents()));
        Assert.Contains("waits already", (await RunAsync("proposals", "rollback", Id(proposal))).Ended(4).Err, StringComparison.Ordinal);
        Assert.Contains("somebody else approves it", (await RunAsync("proposals", "approve", Id(rollback), "--digest", Digest(rollback), "--as", "ada")).Ended(4).Err, StringComparison.Ordinal);
        Assert.Contains($"takes back {Id(proposal)}; person:ada proposes it", (await RunAsync("proposals", "show", Id(rollback))).Ended(0).Out, StringComparison.Ordinal);

        (await RunAsync("proposals", "approve", Id(rollback), "--digest", Digest(rollback), "--as", "bob")).Ended(0);
        var original = (await RunAsync("proposals", "show", Id(proposal), "--output", "json")).Ended(0).Json;
        Assert.Equal(("rolledBack", Id(rollback), "it was worse"), (original.GetProperty("state").GetString(), original.GetProperty("revertedBy").GetString(), original.GetProperty("ending").GetString()));
        Assert.Contains("rolled it back by", (await RunAsync("proposals", "show", Id(proposal))).Ended(0).Out, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string Id(JsonElement proposal) => proposal.GetProperty("id").GetString()!;

    private static string Digest(JsonElement proposal) => proposal.GetProperty("digest").GetString()![..12];

    private string Documents() => string.Concat(folder.Files().Where(f => f.Contains("tenants", StringComparison.Ordinal) || f.Contains("blueprints", StringComparison.Ordinal))
        .Where(f => !f.Contains(".regenerator", StringComparison.Ordinal)).Select(folder.Read));

    private async Task<JsonElement> OpenedAsync()
    {
        (await folder.RunAsync("init", "shop")).Ended(0);
        await Clock.AwayFromTheEndOfAsync(TimeSpan.FromMinutes(5)); // the example has been told by then
        return (await folder.RunAsync("serve", "shop", "--once", "--output", "json")).Ended(0).Json.GetProperty("opened")[0];
    }

    private Task<Answer> RunAsync(params string[] arguments) => folder.RunAsync([.. arguments, "--workspace", "shop"]);
}
