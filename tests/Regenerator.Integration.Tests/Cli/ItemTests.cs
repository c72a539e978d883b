using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

public sealed class ItemTests : IDisposable
{
    private static readonly string[] Tenants = ["acme", "beta", "corp"];

    private const string Override = """
        workflowOverrides": [{ "slot": "checkout", "pointer": { "key": "checkout.old", "version": "1.0.0" } }]
        """;

    private readonly CliFolder folder = CliFolder.Of<ItemTests>();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Tenants_with_one_cause_are_one_line_one_message_one_decision_and_one_edit_each()
    {
        Write();
        var pass = (await ServeAsync()).Ended(0).Json;

        var (item, digest) = await OnlyItemAsync();
        Assert.Equal(4, pass.GetProperty("opened").GetArrayLength()); // delta overrides the checkout, so it stands alone
        Assert.Matches($"{item[^8..]} +open +3 tenants", (await folder.RunAsync("proposals", "list")).Ended(0).Out);
        Assert.Equal(["opened", "opened", "widened", "widened"], File.ReadAllLines(folder.PathOf("out.ndjson")).Select(l => JsonElement.Parse(l).GetProperty("data").GetProperty("moment").GetString()).Order());

        var shown = (await folder.RunAsync("proposals", "show", item[^8..])).Ended(0);
        Assert.Contains("3 tenants stand on workflows.checkout of blueprint «shop»: one decision, one edit of each tenant's own document", shown.Out, StringComparison.Ordinal);
        Assert.Contains("3 tenants: acme, beta, corp", shown.Out, StringComparison.Ordinal);
        Assert.Contains($"proposals approve {item[^8..]} --digest {digest[..12]}", shown.Err, StringComparison.Ordinal);

        Assert.Contains($"this is not a terminal: name what you have seen with --digest; the current one is {digest[..12]}", (await folder.RunAsync("proposals", "approve", item)).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains("what was seen (aaaaaaaaaaaa) is not what is there now: 3 proposals", (await folder.RunAsync("proposals", "approve", item, "--digest", "aaaaaaaaaaaa")).Ended(4).Err, StringComparison.Ordinal);

        var applied = (await folder.RunAsync("proposals", "approve", item, "--digest", digest[..12], "--as", "ada")).Ended(0);

        Assert.Equal(3, applied.Out.Split('\n').Count(line => line.StartsWith("applied  ", StringComparison.Ordinal)));
        Assert.All(Tenants, tenant => Assert.Contains("checkout.safe", folder.Read($"tenants/{tenant}.json"), StringComparison.Ordinal));
        Assert.DoesNotContain("checkout.safe", folder.Read("tenants/delta.json"), StringComparison.Ordinal);
        Assert.Contains($"nothing of the item {item} lives any more", (await folder.RunAsync("proposals", "show", item)).Ended(1).Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_tenant_of_an_item_can_be_decided_alone()
    {
        Write();
        await ServeAsync();
        var (item, _) = await OnlyItemAsync();
        var acme = (await folder.RunAsync("proposals", "show", item, "--output", "json")).Ended(0).Json.GetProperty("proposals").EnumerateArray().First(p => p.GetProperty("scope").GetProperty("document").GetString() == "acme");

        Assert.Contains($"«{item}» is an item of 3 proposals: name one of them", (await folder.RunAsync("proposals", "edit", item, "--edit", """{"setFeatureFlag":{"key":"wishlist","enabled":false}}""")).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains("all of them: ", (await folder.RunAsync("proposals", "show", acme.GetProperty("id").GetString()!)).Ended(0).Out, StringComparison.Ordinal);
        (await folder.RunAsync("proposals", "reject", acme.GetProperty("id").GetString()!, "--reason", "acme is special")).Ended(0);
        Assert.Matches($"{item[^8..]} +open +2 tenants", (await folder.RunAsync("proposals", "list")).Ended(0).Out);
        Assert.Contains("snoozed  Workflow «checkout» fails too often, 2 proposals", (await folder.RunAsync("proposals", "snooze", item, "--for", "2d")).Ended(0).Out, StringComparison.Ordinal);
        Assert.Contains("rejected  Workflow «checkout» fails too often, 2 proposals", (await folder.RunAsync("proposals", "reject", item, "--reason", "not this year")).Ended(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_over_a_budget_is_held_and_shown_as_such()
    {
        Write("""[{ "of": "rule", "open": 1 }]""");
        await ServeAsync();

        Assert.Matches("open +", (await folder.RunAsync("proposals", "list")).Ended(0).Out);
        Assert.Matches("held +tenant:delta", (await folder.RunAsync("proposals", "list")).Ended(0).Out);
        Assert.Matches("held: rule:checkout-failing: 1 may be open at once", (await folder.RunAsync("proposals", "show", await IdAsync("delta"))).Ended(0).Out);
    }

    [Theory]
    [InlineData("""[{ "of": "planet", "open": 1 }]""", "budgets[0].of: saw «planet»")]
    [InlineData("""[{ "of": "fleet" }]""", "budgets[0]: it limits nothing: give «open», «newPerHour» or both")]
    [InlineData("""[{ "of": "label", "open": 1 }]""", "budgets[0]: which «label» is counted?")]
    [InlineData("""[{ "of": "label", "label": "tier", "open": 1 }]""", "budgets[0].label: there is no label «tier»; none is declared under «labels»")]
    [InlineData("""[{ "of": "fleet", "open": 0 }]""", "budgets[0].open: ")]
    public async Task A_budget_that_makes_no_sense_is_refused(string budgets, string problem)
    {
        Write(budgets);

        Assert.Contains(problem, (await folder.RunAsync("check", ".")).Ended(1).Err, StringComparison.Ordinal);
    }

    private async Task<(string Id, string Digest)> OnlyItemAsync()
    {
        var proposals = (await folder.RunAsync("proposals", "list", "--output", "json")).Ended(0).Json.GetProperty("proposals").EnumerateArray();
        var id = Assert.Single(proposals.GroupBy(p => p.GetProperty("item").GetString()!), item => item.Count() > 1).Key;
        return (id, (await folder.RunAsync("proposals", "show", id, "--output", "json")).Ended(0).Json.GetProperty("digest").GetString()!);
    }

    private async Task<string> IdAsync(string tenant) => (await folder.RunAsync("proposals", "list", "--output", "json")).Ended(0).Json.GetProperty("proposals").EnumerateArray()
        .First(p => p.GetProperty("scope").GetProperty("document").GetString() == tenant).GetProperty("id").GetString()!;

    private Task<Answer> ServeAsync() => folder.RunAsync("serve", ".", "--once", "--output", "json");

    private void Write(string? budgets = null)
    {
        foreach (var tenant in Tenants) folder.Write($"tenants/{tenant}.json", Pair.Tenant(tenant));
        folder.Write("tenants/delta.json", Pair.Tenant("delta").Replace("workflowOverrides\": []", Override, StringComparison.Ordinal));
        folder.Write("blueprints/shop.json", Pair.Blueprint);
        folder.Write("failing.cs", Pair.FailingRules());
        folder.Write("regenerator.json", $$"""
            {
              "providers": [{ "name": "failing", "module": "failing.cs" }],
              "rules": [
                { "id": "checkout-failing", "type": "workflow-failure", "propose": { "pinWorkflow": { "slot": "checkout", "to": { "key": "checkout.safe", "version": "1.2.0" } } } }
              ],
              {{(budgets is null ? "" : $"\"budgets\": {budgets},")}}
              "sinks": [{ "name": "file", "type": "ndjson", "file": "out.ndjson", "on": ["opened", "widened"] }]
            }
            """);
    }
}
