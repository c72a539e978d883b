using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

/// <summary><c>regenerator spec</c> on the sample's documents.</summary>
public sealed class SpecTests : IDisposable
{
    private const string Blueprint = "blueprints/shop.json";
    private const string Nordwind = "tenants/nordwind.json";
    private const string Pin = """{"pinWorkflow":{"slot":"checkout","to":{"key":"shop.workflow.checkout","version":"1.4.2"}}}""";

    private readonly CliFolder folder = CliFolder.Of<SpecTests>();

    public SpecTests() => folder.CopyFrom(Path.Combine(ShopTests.Repository(), "samples", "shop"));

    [Fact]
    public async Task Resolve_gives_what_a_tenant_really_gets_with_its_integrations_where_registries_are_named()
    {
        var json = (await SpecAsync("resolve", Blueprint, Nordwind, "--output", "json")).Ended(0).Json;
        Assert.Equal("2.0.0", json.GetProperty("workflows").GetProperty("checkout").GetProperty("version").GetString());
        Assert.Empty(json.GetProperty("integrations").EnumerateArray());

        Bundle();
        var served = (await SpecAsync("resolve", Blueprint, Nordwind, "--registries", "registries.json", "--output", "json")).Ended(0).Json;
        Assert.Equal("nordwind-stripe", served.GetProperty("integrations")[0].GetProperty("connection").GetProperty("meta").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Compose_says_what_is_missing_and_where_it_is_referred_to()
    {
        folder.Write("registries/workflows/refund.yaml", "meta: { key: shop.workflow.refund, version: 1.1.0 }\n");

        var text = (await SpecAsync("compose", Blueprint, Nordwind, "--registries", "registries")).Ended(0).Out;
        Assert.Contains($"{Nordwind}:18:27: workflow checkout -> shop.workflow.checkout.v2.0.0 is missing", text, StringComparison.Ordinal);
        Assert.DoesNotContain("refund", text, StringComparison.Ordinal);
        (await SpecAsync("compose", Blueprint, Nordwind, "--registries", "registries", "--strict")).Ended(4);
        var missing = (await SpecAsync("compose", Blueprint, Nordwind, "--registries", "registries", "--output", "json")).Ended(0).Json.GetProperty("missing").EnumerateArray();
        Assert.Contains(missing, m => m.GetProperty("from").GetProperty("file").GetString() == Nordwind && m.GetProperty("from").GetProperty("pointer").GetString() == "/workflowOverrides/0/pointer");
    }

    [Fact]
    public async Task Validate_names_file_line_and_column_and_ends_with_1_when_there_are_errors()
    {
        (await SpecAsync("validate", Blueprint, "tenants")).Ended(0);
        folder.Write(Nordwind, folder.Read(Nordwind).Replace("\"locales\":", "\"routeOverrides\": [{ \"path\": \"/cart\", \"workflow\": \"gone\" }],\n  \"locales\":", StringComparison.Ordinal));

        var found = (await SpecAsync("validate", Blueprint, "tenants")).Ended(1).Out;
        Assert.Contains($"{Nordwind}:25:41: error UNKNOWN_ROUTE_WORKFLOW: ", found, StringComparison.Ordinal);
        var json = (await SpecAsync("validate", Blueprint, Nordwind, "--output", "json")).Ended(1).Json;
        Assert.False(json.GetProperty("valid").GetBoolean());
        Assert.Contains(json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("at").GetProperty("line").GetInt32() == 25);
    }

    [Fact]
    public async Task Diff_reads_the_edits_back_and_says_what_the_app_would_notice()
    {
        folder.Write("after.json", folder.Read(Nordwind).Replace("\"version\": \"2.0.0\"", "\"version\": \"1.4.2\"", StringComparison.Ordinal));

        var json = (await SpecAsync("diff", Nordwind, "after.json", "--with", Blueprint, "--output", "json")).Ended(0).Json;
        Assert.Equal(Pin, Assert.Single(json.GetProperty("edits").EnumerateArray()).ToString().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("workflow slot «checkout» now points to shop.workflow.checkout@1.4.2, was 2.0.0", json.GetProperty("effect")[0].GetProperty("sentence").GetString());
        Assert.Equal("REDUNDANT_OVERRIDE", json.GetProperty("introduced")[0].GetProperty("code").GetString());
        Assert.StartsWith("they say the same", (await SpecAsync("diff", Nordwind, Nordwind)).Ended(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_shows_what_would_be_written_and_writes_only_when_asked()
    {
        var before = folder.Read(Nordwind);
        var shown = (await SpecAsync("edit", Nordwind, "--edit", Pin, "--with", Blueprint)).Ended(0).Out;
        Assert.Contains("+    { \"slot\": \"checkout\", \"pointer\": { \"key\": \"shop.workflow.checkout\", \"version\": \"1.4.2\" } }", shown, StringComparison.Ordinal);
        Assert.Contains($"introduced {Nordwind}:18:", shown, StringComparison.Ordinal);
        Assert.Equal(before, folder.Read(Nordwind));

        var inverse = (await SpecAsync("edit", Nordwind, "--edit", Pin, "--output", "json")).Ended(0).Json.GetProperty("inverse")[0];
        (await SpecAsync("edit", Nordwind, "--edit", Pin, "--write")).Ended(0);
        Assert.Contains("\"version\": \"1.4.2\"", folder.Read(Nordwind), StringComparison.Ordinal);
        (await SpecAsync("edit", Nordwind, "--edit", JsonSerializer.Serialize(inverse), "--write")).Ended(0);
        Assert.DoesNotContain("1.4.2", folder.Read(Nordwind), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_refuses_what_does_not_fit_and_writes_nothing()
    {
        var before = folder.Files();
        Assert.Contains("connections belong to tenants", (await SpecAsync("edit", Blueprint, "--edit", """{"preferConnection":{"slot":"payments","connection":"x"}}""", "--write")).Ended(4).Err, StringComparison.Ordinal);
        Assert.Contains("«pinWorkflw» is no edit; known: ", (await SpecAsync("edit", Blueprint, "--edit", """{"pinWorkflw":{}}""")).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains("no such file", (await SpecAsync("edit", "gone.json", "--edit", Pin)).Ended(1).Err, StringComparison.Ordinal);
        Assert.Equal(before, folder.Files());
    }

    [Fact]
    public async Task Impact_says_who_changes_and_who_is_immune()
    {
        var pin = Pin.Replace("1.4.2", "3.0.0", StringComparison.Ordinal);
        var text = (await SpecAsync("impact", Blueprint, "tenants", "--edit", pin)).Ended(0).Out;
        Assert.Contains("2 tenants brotzeit, vela", text, StringComparison.Ordinal);
        Assert.Contains("nordwind is immune: workflowOverrides[checkout] pins shop.workflow.checkout@2.0.0", text, StringComparison.Ordinal);
        Assert.EndsWith("3 tenants: 2 changed, 1 immune, 0 untouched\n", text, StringComparison.Ordinal);

        var json = (await SpecAsync("impact", Blueprint, "tenants", "--edit", pin, "--output", "json")).Ended(0).Json;
        Assert.Equal(3, json.GetProperty("fleet").GetInt32());
        Assert.Contains("--edit (once or more) or --after, not both", (await SpecAsync("impact", Blueprint, "tenants")).Ended(1).Err, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private Task<Answer> SpecAsync(params string[] arguments) => folder.RunAsync(["spec", .. arguments]);

    private void Bundle() => folder.Write("registries.json", $$"""{ "integrationSpecs": {{folder.Read("integrations/payments.json")}}, "integrationConnections": {{folder.Read("connections/shops.json")}} }""");
}
