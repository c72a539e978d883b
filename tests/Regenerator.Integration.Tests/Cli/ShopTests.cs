using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

/// <summary>The sample, as somebody meets it who tries Regenerator for the first time.</summary>
public sealed class ShopTests : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5); // regenerator.json says so

    private readonly CliFolder folder = CliFolder.Of<ShopTests>();

    public ShopTests() => folder.CopyFrom(Path.Combine(Repository(), "samples", "shop"));

    [Fact]
    public async Task Three_wishes_are_reviewed_and_the_numbers_recover()
    {
        var first = (await ServeOnceAsync()).Json;
        Assert.Equal(
            [
                ("blueprint shop.app", "brotzeit nordwind", "data view slot «productList» now points to shop.view.product-list@1.8.0, was 2.0.0"),
                ("tenant brotzeit", "brotzeit", "flag «wishlist» is now off, was on"),
                ("tenant nordwind", "nordwind", "workflow slot «checkout» now points to shop.workflow.checkout@1.4.2, was 2.0.0"),
            ],
            Wishes(first, "opened"));
        Assert.Equal("event «workflow.failure» is switched off in the spec", Reason(first, "vela", "checkout-failing"));
        Assert.Matches(@"^productList: [56]\d\d ms over ", Reason(first, "vela", "product-list-slow"));

        var second = (await ServeOnceAsync()).Json;
        Assert.Empty(second.GetProperty("opened").EnumerateArray());
        Assert.Equal(Wishes(first, "opened"), Wishes(second, "proposals"));

        string[] documents = ["blueprints/shop.json", "tenants/brotzeit.json", "tenants/nordwind.json", "tenants/vela.json"];
        var before = documents.ToDictionary(d => d, folder.Read);
        foreach (var proposal in first.GetProperty("opened").EnumerateArray())
            Assert.StartsWith("applied  ", (await ApproveAsync(proposal)).Ended(0).Out, StringComparison.Ordinal);

        Assert.Equal(
            ["""- "version": "3.2.0",""", """+ "version": "3.2.1",""", """- "productList": { "key": "shop.view.product-list", "version": "2.0.0" },""", """+ "productList": { "key": "shop.view.product-list", "version": "1.8.0" },"""],
            Lines.Changed(before[documents[0]], folder.Read(documents[0])));
        Assert.Equal(
            ["version", "updatedAt", "changeSummary", "key"], Touched(before[documents[1]], folder.Read(documents[1])));
        Assert.Equal(
            ["version", "updatedAt", "changeSummary", "slot"], Touched(before[documents[2]], folder.Read(documents[2])));
        Assert.Contains("""{ "key": "wishlist", "enabled": false, "description": "Keep products for later" }""", folder.Read(documents[1]), StringComparison.Ordinal);
        Assert.Contains("""{ "slot": "checkout", "pointer": { "key": "shop.workflow.checkout", "version": "1.4.2" } }""", folder.Read(documents[2]), StringComparison.Ordinal);
        Assert.Equal(before[documents[3]], folder.Read(documents[3]));

        await Clock.NextWindowAsync(Window);
        var recovered = (await ServeOnceAsync()).Json;
        Assert.Empty(recovered.GetProperty("opened").EnumerateArray());
        Assert.Empty(recovered.GetProperty("proposals").EnumerateArray());
        Assert.Matches(@"failed \([0-4](\.\d+)? %\); limit 5 %$", Reason(recovered, "nordwind", "checkout-failing"));
        Assert.Matches(@"^productList: [56]\d\d ms over ", Reason(recovered, "brotzeit", "product-list-slow"));
        Assert.Equal("no usage was reported", Reason(recovered, "brotzeit", "feature-unused"));
    }

    [Fact]
    public async Task Tests_that_fail_keep_the_change_out_of_the_live_files()
    {
        folder.Write("scripts/test.sh", "echo the checkout is broken; echo running > began; sleep 1; exit 1");
        var checkout = Wish((await ServeOnceAsync()).Json, "checkout-failing");
        var live = folder.Read("tenants/nordwind.json");

        await using var approving = RegeneratorCommand.Start(folder.Location, [], "proposals", "approve", Id(checkout), "--digest", Digest(checkout));
        await approving.EventuallyAsync(() => File.Exists(folder.PathOf("began")), "began the tests");
        Assert.Equal(live, folder.Read("tenants/nordwind.json"));
        var answer = (await approving.EndAsync()).Ended(5);

        Assert.StartsWith("failed  Workflow «checkout» fails too often; it is open again", answer.Out, StringComparison.Ordinal);
        Assert.Equal(live, folder.Read("tenants/nordwind.json"));
        var shown = (await folder.RunAsync("proposals", "show", Id(checkout), "--output", "json")).Ended(0).Json;
        Assert.Equal("open", shown.GetProperty("state").GetString());
        Assert.Contains("the checkout is broken", shown.GetProperty("steps").ToString() + shown.GetProperty("history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_snoozed_says_until_when_and_who_edited_may_take_it_back()
    {
        var first = (await ServeOnceAsync()).Json;
        var (wishlist, checkout) = (Wish(first, "feature-unused"), Wish(first, "checkout-failing"));

        Assert.StartsWith("snoozed  ", (await folder.RunAsync("proposals", "snooze", Id(wishlist), "--for", "3d", "--reason", "after the sale")).Ended(0).Out, StringComparison.Ordinal);
        Assert.Contains("snoozed by person:", (await folder.RunAsync("proposals", "show", Id(wishlist))).Ended(0).Out, StringComparison.Ordinal);
        Assert.Contains("snoozed by person:", (await ApproveAsync(wishlist, "bob")).Ended(4).Err, StringComparison.Ordinal);
        Assert.Contains("90 days at most", (await folder.RunAsync("proposals", "snooze", Id(checkout), "--for", "91d")).Ended(4).Err, StringComparison.Ordinal);

        Assert.StartsWith("open  ", (await folder.RunAsync("proposals", "comment", Id(checkout), "--text", "Three tickets.\nSince noon.", "--as", "eve")).Ended(0).Out, StringComparison.Ordinal);
        Assert.Matches("person:eve  commented: Three tickets\\.\\s+Since noon\\.", (await folder.RunAsync("proposals", "show", Id(checkout))).Ended(0).Out);
        Assert.Contains("the comment is empty", (await folder.RunAsync("proposals", "comment", Id(checkout), "--text", " ")).Ended(4).Err, StringComparison.Ordinal);

        Assert.Contains("only its author", (await folder.RunAsync("proposals", "cancel", Id(checkout), "--reason", "not mine", "--as", "ada")).Ended(4).Err, StringComparison.Ordinal);
        (await folder.RunAsync("proposals", "edit", Id(checkout), "--edit", """{"pinWorkflow":{"slot":"checkout","to":{"key":"shop.workflow.checkout","version":"1.4.3"}}}""", "--as", "ada")).Ended(0);
        Assert.StartsWith("cancelled  ", (await folder.RunAsync("proposals", "cancel", Id(checkout), "--reason", "mine", "--as", "ada")).Ended(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_rejected_stays_quiet_and_who_edited_does_not_approve()
    {
        var first = (await ServeOnceAsync()).Json;
        var (wishlist, checkout) = (Wish(first, "feature-unused"), Wish(first, "checkout-failing"));

        Assert.StartsWith("rejected  ", (await folder.RunAsync("proposals", "reject", Id(wishlist), "--reason", "the campaign starts on Monday")).Ended(0).Out, StringComparison.Ordinal);
        var edit = """{"pinWorkflow":{"slot":"checkout","to":{"key":"shop.workflow.checkout","version":"1.4.3"}}}""";
        var edited = (await folder.RunAsync("proposals", "edit", Id(checkout), "--edit", edit, "--as", "ada", "--output", "json")).Ended(0).Json;
        Assert.Equal((2, "person:ada"), (edited.GetProperty("revision").GetInt32(), edited.GetProperty("author").GetString()));

        Assert.Contains("person:ada wrote this revision", (await ApproveAsync(edited, "ada")).Ended(4).Err, StringComparison.Ordinal);
        Assert.Contains("revision", (await ApproveAsync(checkout, "bob")).Ended(4).Err, StringComparison.Ordinal); // the digest of the first revision
        (await ApproveAsync(edited, "bob")).Ended(0);
        Assert.Contains("\"version\": \"1.4.3\"", folder.Read("tenants/nordwind.json"), StringComparison.Ordinal);

        await Clock.NextWindowAsync(Window);
        var next = (await ServeOnceAsync()).Json;
        Assert.Empty(next.GetProperty("opened").EnumerateArray());
        Assert.Contains("the campaign starts on Monday", Reason(next, "brotzeit", "feature-unused"), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task<Answer> ServeOnceAsync()
    {
        var answer = (await folder.RunAsync("serve", ".", "--once", "--output", "json")).Ended(0);
        Assert.Empty(answer.Err);
        Assert.True(answer.Json.GetProperty("complete").GetBoolean());
        return answer;
    }

    private Task<Answer> ApproveAsync(JsonElement proposal, string person = "ada") =>
        folder.RunAsync("proposals", "approve", Id(proposal), "--digest", Digest(proposal), "--as", person);

    private static string Id(JsonElement proposal) => proposal.GetProperty("id").GetString()!;

    private static string Digest(JsonElement proposal) => proposal.GetProperty("digest").GetString()![..12];

    private static JsonElement Wish(JsonElement pass, string rule) => pass.GetProperty("opened").EnumerateArray().Single(p => p.GetProperty("rule").GetString() == rule);

    private static IEnumerable<(string Scope, string Contexts, string Effect)> Wishes(JsonElement pass, string member) => pass.GetProperty(member).EnumerateArray()
        .Select(p => ($"{p.GetProperty("scope").GetProperty("kind").GetString()} {p.GetProperty("scope").GetProperty("document").GetString()}", Texts(p, "contexts"), Texts(p, "effect")))
        .OrderBy(p => p.Item1, StringComparer.Ordinal);

    private static string Texts(JsonElement proposal, string member) => string.Join(' ', proposal.GetProperty(member).EnumerateArray().Select(t => t.GetString()));

    private static string Reason(JsonElement pass, string context, string rule) => pass.GetProperty("leftAlone").EnumerateArray()
        .Single(l => l.GetProperty("context").GetString() == context && l.GetProperty("rule").GetString() == rule).GetProperty("reason").GetString()!;

    /// <summary>The first member's name of each line that came; each replaces one.</summary>
    private static string[] Touched(string before, string after)
    {
        var changed = Lines.Changed(before, after);
        Assert.Equal(changed.Count(c => c[0] == '-'), changed.Count(c => c[0] == '+'));
        return [.. changed.Where(c => c[0] == '+').Select(c => c.Split('"')[1])];
    }

    internal static string Repository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(at.FullName, "samples", "shop"))) at = at.Parent ?? throw new DirectoryNotFoundException($"no samples/shop above {AppContext.BaseDirectory}");
        return at.FullName;
    }
}
