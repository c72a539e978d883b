using System.Text.Json;
using System.Text.RegularExpressions;

namespace Regenerator.Integration.Tests.Cli;

/// <summary><c>tokens</c>, and <c>proposals --server</c> against a served workspace.</summary>
public sealed partial class RemoteTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<RemoteTests>();

    public RemoteTests() => folder.CopyFrom(Path.Combine(ShopTests.Repository(), "samples", "shop"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_token_lets_a_reviewer_elsewhere_look_and_decide_until_it_is_revoked()
    {
        var made = JsonElement.Parse((await folder.RunAsync("tokens", "create", "--role", "reviewer", "--as", "bob", "--output", "json")).Ended(0).Out);
        var token = made.GetProperty("token").GetString()!;
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://127.0.0.1:0");
        await serving.EventuallyAsync(() => Listening().IsMatch(serving.Said), "named its address");
        var address = Listening().Match(serving.Said).Value;
        await serving.SaysAsync("To review");
        string[] there = ["--server", address, "--token", token];

        var list = JsonElement.Parse((await folder.RunAsync(["proposals", "list", .. there, "--output", "json"])).Ended(0).Out).GetProperty("proposals");
        Assert.Equal(3, list.GetArrayLength());
        var id = list[0].GetProperty("id").GetString()!;
        Assert.Contains("sound", (await folder.RunAsync(["proposals", "show", id[^8..], .. there])).Ended(0).Out, StringComparison.Ordinal);
        Assert.Contains("name the revision you have seen with --digest", (await folder.RunAsync(["proposals", "approve", id, .. there])).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains("is not the current revision", (await folder.RunAsync(["proposals", "approve", id, "--digest", "000000", .. there])).Ended(4).Err, StringComparison.Ordinal);
        Assert.StartsWith("open", (await folder.RunAsync(["proposals", "comment", id, "--text", "Three tickets.", .. there])).Ended(0).Out, StringComparison.Ordinal);
        Assert.StartsWith("snoozed", (await folder.RunAsync(["proposals", "snooze", id, "--for", "3d", .. there])).Ended(0).Out, StringComparison.Ordinal);
        Assert.StartsWith("rejected", (await folder.RunAsync(["proposals", "reject", id, "--reason", "not now", .. there])).Ended(0).Out, StringComparison.Ordinal);
        var second = list[1];
        Assert.StartsWith("approved", (await folder.RunAsync(["proposals", "approve", second.GetProperty("id").GetString()!, "--digest", second.GetProperty("digest").GetString()!, "--no-apply", .. there])).Ended(0).Out, StringComparison.Ordinal);
        Assert.Contains("person:bob", (await folder.RunAsync("proposals", "show", id)).Ended(0).Out, StringComparison.Ordinal);
        Assert.Contains("the token says who you are", (await folder.RunAsync(["proposals", "list", .. there, "--as", "eve"])).Ended(1).Err, StringComparison.Ordinal);

        foreach (var unwanted in new[] { "JwtBearer", "IdentityModel" }) Assert.DoesNotContain(unwanted, serving.Loaded(), StringComparison.Ordinal);

        (await folder.RunAsync("tokens", "revoke", made.GetProperty("id").GetString()!)).Ended(0);
        Assert.Contains("lets nobody in", (await folder.RunAsync(["proposals", "list", .. there])).Ended(1).Err, StringComparison.Ordinal);
        Assert.DoesNotContain(token, (await folder.RunAsync("tokens", "list", "--output", "json")).Ended(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_machines_may_ask_once_the_workspace_says_how_people_are_known()
    {
        Assert.Contains("nobody who asks has to say who it is", (await folder.RunAsync("serve", ".", "--urls", "http://0.0.0.0:0")).Ended(1).Err, StringComparison.Ordinal);
        folder.Write("regenerator.json", folder.Read("regenerator.json").Replace("\"rules\"", "\"auth\": {},\n  \"rules\"", StringComparison.Ordinal));

        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://0.0.0.0:0");

        await serving.SaysAsync("listens on http://0.0.0.0:");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.None, 1000)]
    private static partial Regex Listening();
}
