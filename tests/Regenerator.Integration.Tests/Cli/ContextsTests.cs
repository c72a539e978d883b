namespace Regenerator.Integration.Tests.Cli;

public sealed class ContextsTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<ContextsTests>();

    public void Dispose() => folder.Dispose();

    [Fact, Trait("Promise", "S7")]
    public async Task A_tenant_that_is_gone_is_forgotten_and_the_store_still_verifies()
    {
        await WatchAsync();
        Assert.Contains("workflow.failure", Kept(), StringComparison.Ordinal);
        File.Delete(folder.PathOf("tenants/acme.json"));
        folder.Write("tenants/zeta.json", Pair.Tenant().Replace("acme", "zeta", StringComparison.Ordinal));

        var told = (await folder.RunAsync("contexts", "forget", "acme", "--reason", "they have asked for it", "--as", "dpo")).Ended(0).Out;

        Assert.Equal("forgotten  1 proposal erased, 0 without its share\n", told);
        Assert.Equal("1 proposal with 3 records: everything is as it was written\n", (await folder.RunAsync("store", "verify")).Ended(0).Out);
        Assert.DoesNotContain("workflow.failure", Kept(), StringComparison.Ordinal);
        Assert.Contains("nothing is kept about «acme»", (await folder.RunAsync("contexts", "forget", "acme", "--reason", "again")).Ended(1).Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_still_watched_is_not_forgotten_by_mistake()
    {
        await WatchAsync();

        Assert.Contains("«acme» is still among the documents, and its next pass would bring it back: remove its document first, or say --while-watched", (await folder.RunAsync("contexts", "forget", "acme", "--reason", "they have asked for it")).Ended(4).Err, StringComparison.Ordinal);
        Assert.Contains("the reason is kept, and names «acme»", (await folder.RunAsync("contexts", "forget", "acme", "--reason", "acme has left", "--while-watched")).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains("1 proposal with 1 record:", (await folder.RunAsync("store", "verify")).Ended(0).Out, StringComparison.Ordinal);
    }

    [Fact, Trait("Promise", "R8")]
    public async Task A_start_without_the_documents_is_a_fault_until_somebody_says_that_they_are_gone()
    {
        await WatchAsync();
        foreach (var tenant in new[] { "beta", "gamma", "delta" }) folder.Write($"tenants/{tenant}.json", Pair.Tenant().Replace("acme", tenant, StringComparison.Ordinal));
        (await folder.RunAsync("serve", "--once")).Ended(0);
        Assert.Contains("nothing has collapsed: 4 before, 4 now", (await folder.RunAsync("contexts", "accept", "4", "--reason", "they have left")).Ended(4).Err, StringComparison.Ordinal);
        foreach (var tenant in new[] { "beta", "gamma", "delta" }) File.Delete(folder.PathOf($"tenants/{tenant}.json"));

        var told = (await folder.RunAsync("serve", "--once")).Ended(3).Err;

        Assert.Contains("the contexts could not be listed, so nothing was evaluated: 4 contexts in ", told, StringComparison.Ordinal);
        Assert.Contains("«regenerator contexts accept 1» says so", told, StringComparison.Ordinal);
        Assert.Contains("there are 1 now, not 2: nothing was accepted", (await folder.RunAsync("contexts", "accept", "2", "--reason", "they have left")).Ended(4).Err, StringComparison.Ordinal);
        (await folder.RunAsync("serve", "--once")).Ended(3);
        Assert.Equal("accepted  1 context where there were 4\n", (await folder.RunAsync("contexts", "accept", "1", "--reason", "they have left", "--as", "ann")).Ended(0).Out);
        (await folder.RunAsync("serve", "--once")).Ended(0);
        Assert.Contains("\"accepted\":{\"actor\":\"person:ann\",\"reason\":\"they have left\"}", (await folder.RunAsync("store", "export", "-")).Ended(0).Out, StringComparison.Ordinal);
    }

    // Every byte of the database and of what lies beside it.
    private string Kept() => string.Concat(Directory.EnumerateFiles(folder.PathOf(".regenerator"), "store.db*").Select(path => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path))));

    private async Task WatchAsync()
    {
        folder.Write("blueprints/shop.json", Pair.Blueprint);
        folder.Write("tenants/acme.json", Pair.Tenant());
        folder.Write("rules.cs", Pair.FailingRules());
        folder.Write("regenerator.json", """{ "providers": [{ "name": "failing", "module": "rules.cs" }], "rules": [{ "module": "rules.cs" }] }""");
        (await folder.RunAsync("serve", "--once")).Ended(0);
    }
}
