namespace Regenerator.Integration.Tests.Cli;

public sealed class CheckTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<CheckTests>();

    public CheckTests()
    {
        folder.Write("blueprint.json", Pair.Blueprint);
        folder.Write("tenant.json", Pair.Tenant());
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(
        """{ "id": "r", "type": "high-latency", "propose": { "pinDataView": { "slot": "nope", "to": { "key": "x" } } } }""", "",
        "regenerator.json:5:88: rules[0].propose.pinDataView.slot: no app has a data view slot «nope»; known: none")]
    [InlineData("""{ "id": "r", "type": "workflow-failure", "slot": "checkot" }""", "", "regenerator.json:5:62: rules[0].slot: no app has a workflow slot «checkot»; known: checkout, refund")]
    [InlineData("""{ "id": "r", "type": "workflow-failure", "where": [{ "labels": { "stage": ["free", "trial"] }, "minimumFailures": 5 }] }""", "", "regenerator.json:5:76: rules[0].where[0].labels: no context has stage is free or trial; seen are stage: none")]
    [InlineData("""{ "id": "r", "type": "workflow-failure" }""", """, "execution": { "tests": { "command": ["no-such-program"] } }""", "regenerator.json: execution.tests.command: no-such-program: not found on PATH")]
    public async Task What_nothing_answers_to_is_told_and_allowed(string rule, string more, string warning)
    {
        folder.Write("regenerator.json", $$"""
            {
              "documents": { "blueprints": ["blueprint.json"], "tenants": ["tenant.json"] },
              "labels": { "stage": "/meta/environment" },
              "providers": [{ "name": "p", "type": "prometheus", "url": "http://127.0.0.1:9", "context": { "label": "t", "equals": "tenantId" }, "queries": [{ "kind": "behavior", "feature": "f", "metric": "latency", "query": "x" }] }],
              "rules": [{{rule}}]{{more}}
            }
            """);

        var check = (await folder.RunAsync("check")).Ended(0);

        Assert.Equal([$"! {warning}"], check.Err.Split('\n').Where(line => line.StartsWith('!')));
        Assert.Contains("✓ 1 context, 1 rule", check.Out, StringComparison.Ordinal);
    }
}
