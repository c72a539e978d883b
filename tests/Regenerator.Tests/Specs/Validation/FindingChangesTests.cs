using System.Text.Json;
using Regenerator.Specs;
using Regenerator.Specs.Json;
using Regenerator.Specs.Validation;

namespace Regenerator.Tests.Specs.Validation;

public sealed class FindingChangesTests
{
    private const string Filled = "\"workflows\": {\"pay\": {\"key\": \"pay\"}}";

    [Fact]
    public void A_finding_is_known_again_after_its_list_was_reordered()
    {
        var before = SomeFindings.Of("", "\"integrations\": [{\"slotId\": \"a\", \"connectionId\": \"x\"}, {\"slotId\": \"b\", \"connectionId\": \"y\"}]");
        var after = SomeFindings.Of("", "\"integrations\": [{\"slotId\": \"b\", \"connectionId\": \"y\"}, {\"slotId\": \"a\", \"connectionId\": \"x\"}]");
        var changes = FindingChanges.Between(before, after);

        Assert.NotEqual(before.Select(f => (f.At, f.Subject)), after.Select(f => (f.At, f.Subject)));
        Assert.Empty(changes.Introduced);
        Assert.Empty(changes.Fixed);
        Assert.Equal(after, changes.PreExisting);
    }

    [Fact]
    public void Emptying_a_slot_that_a_route_leads_to_is_introduced()
    {
        const string blueprint = Filled + ", \"routes\": [{\"path\": \"/pay\", \"workflow\": \"pay\"}]";
        var changes = FindingChanges.Between(SomeFindings.Of(blueprint, ""), SomeFindings.Of(blueprint, "\"workflowOverrides\": [{\"slot\": \"pay\", \"pointer\": null}]"));
        Assert.Equal("UNKNOWN_ROUTE_WORKFLOW", Assert.Single(changes.Introduced).Code);
    }

    [Fact]
    public void Another_wrong_value_is_introduced_and_the_first_one_fixed()
    {
        var changes = FindingChanges.Between(SomeFindings.Of("\"routes\": [{\"path\": \"/\", \"workflow\": \"a\"}]", ""), SomeFindings.Of("\"routes\": [{\"path\": \"/\", \"workflow\": \"b\"}]", ""));
        Assert.Contains("«b»", Assert.Single(changes.Introduced).Message);
        Assert.Contains("«a»", Assert.Single(changes.Fixed).Message);
    }

    [Fact]
    public void A_second_finding_of_the_same_kind_is_introduced()
    {
        var changes = FindingChanges.Between(SomeFindings.Of("", "\"jobOverrides\": [null]"), SomeFindings.Of("", "\"jobOverrides\": [null, null]"));
        Assert.Single(changes.PreExisting);
        Assert.Equal("/jobOverrides/1", Assert.Single(changes.Introduced).At.Pointer.ToString());
        Assert.Equal("/jobOverrides/1", Assert.Single(FindingChanges.Between([.. changes.PreExisting, .. changes.Introduced], changes.PreExisting).Fixed).At.Pointer.ToString());
    }

    [Fact]
    public void The_same_oddity_in_the_other_document_is_another_finding()
    {
        const string sampling = "{\"spec\": {\"key\": \"t\"}, \"samplingOverrides\": {\"e\": 2}}";
        var changes = FindingChanges.Between(SomeFindings.Of($"\"telemetry\": {sampling}", ""), SomeFindings.Of("", $"\"telemetryOverride\": {sampling}"));
        Assert.Single(changes.Introduced);
        Assert.Single(changes.Fixed);
    }

    [Fact]
    public void Reports_and_changes_survive_their_json()
    {
        var report = new ValidationReport("it", [new Finding("NULL_ENTRY", Severity.Error, "a.b[0]", "a", new SpecSite(SpecKind.Blueprint, JsonPointer.Parse("/a/x~1y/0")), "so")]);
        var json = JsonSerializer.Serialize(report, SpecJson.Default.ValidationReport);
        Assert.Equal("""{"of":"it","findings":[{"code":"NULL_ENTRY","severity":"error","path":"a.b[0]","subject":"a","at":{"document":"blueprint","pointer":"/a/x~1y/0"},"message":"so"}]}""", json);
        Assert.Equal(report.Findings, JsonSerializer.Deserialize(json, SpecJson.Default.ValidationReport)!.Findings);

        var changes = JsonSerializer.Deserialize(JsonSerializer.Serialize(ValidationReport.Compare(report, report), SpecJson.Default.FindingChanges), SpecJson.Default.FindingChanges)!;
        Assert.Equal(report.Findings, changes.PreExisting);
        Assert.Empty(changes.Introduced);
    }
}
