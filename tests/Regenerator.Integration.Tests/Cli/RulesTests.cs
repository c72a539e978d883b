using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

public sealed class RulesTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<RulesTests>();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_rule_is_tried_out_and_then_goes_live()
    {
        Write("shadow");
        var pass = (await ServeAsync("--detailed-exitcode")).Ended(0).Json; // nothing was opened that anybody is to see

        Assert.Empty(pass.GetProperty("opened").EnumerateArray());
        Assert.Empty(pass.GetProperty("proposals").EnumerateArray());
        Assert.False(File.Exists(folder.PathOf("out.ndjson")) && folder.Read("out.ndjson").Length > 0);
        Assert.Equal("nothing waits for you\n", (await folder.RunAsync("proposals", "list")).Ended(0).Out);
        var shadow = Assert.Single((await folder.RunAsync("proposals", "list", "--shadow", "--output", "json")).Ended(0).Json.GetProperty("proposals").EnumerateArray());
        Assert.True(shadow.GetProperty("shadow").GetBoolean());
        Assert.Equal("""[{"id":"checkout-failing","mode":"shadow","proposed":1,"accepted":0,"rejected":0,"open":0,"shadows":1}]""", await RulesAsync());

        var (id, digest) = (shadow.GetProperty("id").GetString()!, shadow.GetProperty("digest").GetString()![..12]);
        Assert.Contains("it is a shadow: rule «checkout-failing» is only tried out, and approving waits until it is live", (await folder.RunAsync("proposals", "approve", id, "--digest", digest)).Ended(4).Err, StringComparison.Ordinal);
        Assert.Contains("(shadow)", (await folder.RunAsync("proposals", "show", id)).Ended(0).Out, StringComparison.Ordinal);
        Assert.Equal(
            "regenerator.json:4:69: rules[0].mode: rule «checkout-failing» is still tried out: write \"live\" here, then say this again, or wait for the next pass of «serve»\n",
            (await folder.RunAsync("rules", "promote", "checkout-failing")).Ended(4).Err);
        Assert.Equal("there is no rule «other»; known: checkout-failing\n", (await folder.RunAsync("rules", "promote", "other")).Ended(1).Err);

        Write("live");
        Assert.Contains("Workflow «checkout» fails too often", (await folder.RunAsync("rules", "promote", "checkout-failing", "--as", "ada")).Ended(0).Out, StringComparison.Ordinal);
        Assert.Equal("rule «checkout-failing» is live and has no shadows\n", (await folder.RunAsync("rules", "promote", "checkout-failing")).Ended(0).Out);
        Assert.Contains("person:ada  promoted it", (await folder.RunAsync("proposals", "show", id)).Ended(0).Out, StringComparison.Ordinal);
        await ServeAsync();
        Assert.Contains("opened", Assert.Single(File.ReadAllLines(folder.PathOf("out.ndjson"))), StringComparison.Ordinal);
        Assert.StartsWith("applied  ", (await folder.RunAsync("proposals", "approve", id, "--digest", digest)).Ended(0).Out, StringComparison.Ordinal);
        Assert.Equal("""[{"id":"checkout-failing","mode":"live","proposed":1,"accepted":1,"rejected":0,"open":0,"shadows":0}]""", await RulesAsync());
        Assert.Matches("checkout-failing +live +1 +1 +0 +0 +0", (await folder.RunAsync("rules", "list")).Ended(0).Out);
    }

    private async Task<string> RulesAsync() => JsonSerializer.Serialize((await folder.RunAsync("rules", "list", "--output", "json")).Ended(0).Json.GetProperty("rules"));

    private Task<Answer> ServeAsync(params string[] more) => folder.RunAsync(["serve", ".", "--once", "--output", "json", .. more]);

    private void Write(string mode)
    {
        if (mode == "shadow") folder.Write("tenants/acme.json", Pair.Tenant());
        folder.Write("blueprints/shop.json", Pair.Blueprint);
        folder.Write("failing.cs", Pair.FailingRules());
        folder.Write("regenerator.json", $$"""
            {
              "providers": [{ "name": "failing", "module": "failing.cs" }],
              "rules": [
                { "id": "checkout-failing", "type": "workflow-failure", "mode": "{{mode}}", "propose": { "pinWorkflow": { "slot": "checkout", "to": { "key": "checkout.safe", "version": "1.2.0" } } } }
              ],
              "sinks": [{ "name": "file", "type": "ndjson", "file": "out.ndjson" }]
            }
            """);
    }
}
