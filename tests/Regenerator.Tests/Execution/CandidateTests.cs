using System.Text;
using Regenerator.Execution;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Testing;
using static Regenerator.Tests.Execution.TempWorkspace;

namespace Regenerator.Tests.Execution;

public sealed class CandidateTests
{
    [Theory]
    [InlineData("\"1.4.2\"", "\"1.4.3\"")]
    [InlineData("\"1.4.9\"", "\"1.4.10\"")]
    [InlineData("\"7\"", "\"8\"")]
    [InlineData("7", "8")]
    public void The_version_is_raised_as_it_was_written(string from, string to)
    {
        var built = Assert.IsType<CandidateResult.Built>(Build(Acme.Replace("\"1.0.0\"", from), Safe()));

        Assert.Contains($"\"version\": {to},", Text(built), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"2026-01\"")]
    [InlineData("\"1.2\"")]
    [InlineData("\"1.2.3-beta\"")]
    [InlineData("1.20")]
    [InlineData("1e2")]
    public void A_version_without_a_successor_is_refused(string version) =>
        Assert.Contains("the next one is not known", Assert.IsType<CandidateResult.Refused>(Build(Acme.Replace("\"1.0.0\"", version), Safe())).Reason, StringComparison.Ordinal);

    [Fact]
    public void Only_touched_members_differ()
    {
        const string Flags = """
              {
                "meta" : {"tenantId":"acme",   "version":"1.0.0", "changeSummary": "before", "updatedAt": "2025"},
                "zzz": [1,2,   3], "featureFlags": [
                    {"key": "a", "enabled":  true},
                    {"key": "b", "enabled":  true}
                ],
                "number": 1.20
              }
            """;

        var built = Assert.IsType<CandidateResult.Built>(Build(Flags, new SpecEdit.SetFeatureFlag("b", false)));

        Assert.Equal(
            Flags.Replace("1.0.0", "1.0.1").Replace("\"2025\"", "\"2026-01-05T09:05:00.000Z\"").Replace("\"before\"", "\"switch flag «b» off\"").Replace("\"b\", \"enabled\":  true", "\"b\", \"enabled\":  false"),
            Text(built));
    }

    [Fact]
    public void A_tenant_gets_the_time_and_the_summary_a_blueprint_only_where_it_has_them()
    {
        var tenant = Assert.IsType<CandidateResult.Built>(Build("""{ "meta": { "tenantId": "acme", "version": "1" } }""", Safe()));
        var blueprint = Assert.IsType<CandidateResult.Built>(Candidate.Build(Read(Shop, SpecKind.Blueprint), [Safe()], Some.Now));

        Assert.Contains("\"changeSummary\": \"pin workflow slot «checkout» to checkout.safe@1.2.0\"", Text(tenant), StringComparison.Ordinal);
        Assert.Contains("\"updatedAt\": \"2026-01-05T09:05:00.000Z\"", Text(tenant), StringComparison.Ordinal);
        Assert.Equal(Shop.Replace("\"3\"", "\"4\"").Replace("""{ "key": "checkout.fast", "version": "1.0.0" }""", """{ "key": "checkout.safe", "version": "1.2.0" }"""), Text(blueprint));
    }

    [Fact]
    public void What_can_not_be_written_is_refused_by_its_reason()
    {
        var yaml = SpecDocument.Read(SpecKind.Tenant, SpecPlace.File("acme.yaml"), "meta: { tenantId: acme, version: 1 }"u8.ToArray());

        Assert.Contains("YAML", Refused(yaml), StringComparison.Ordinal);
        Assert.Contains("built by code", Refused(SpecDocument.InCode(Some.Tenant())), StringComparison.Ordinal);
        Assert.Contains("only described in words", Assert.IsType<CandidateResult.Refused>(Build(Acme)).Reason, StringComparison.Ordinal);
        Assert.IsType<CandidateResult.AlreadyTrue>(Build(Acme.Replace("\"x-notes\": [ 1,2,   3 ]", """ "workflowOverrides": [{ "slot": "checkout", "pointer": { "key": "checkout.safe", "version": "1.2.0" } }] """), Safe()));
    }

    private static string Refused(SpecDocument document) => Assert.IsType<CandidateResult.Refused>(Candidate.Build(document, [Safe()], Some.Now)).Reason;

    private static CandidateResult Build(string text, params IReadOnlyList<SpecEdit> edits) => Candidate.Build(Read(text, SpecKind.Tenant), edits, Some.Now);

    private static SpecDocument Read(string text, SpecKind kind) => SpecDocument.Read(kind, SpecPlace.File("acme.json"), Encoding.UTF8.GetBytes(text));

    private static string Text(CandidateResult.Built built) => Encoding.UTF8.GetString(built.Bytes);
}
