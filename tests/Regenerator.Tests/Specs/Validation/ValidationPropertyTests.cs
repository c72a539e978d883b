using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Validation;

namespace Regenerator.Tests.Specs.Validation;

public sealed class ValidationPropertyTests
{
    [Fact]
    public void Validation_never_throws_and_every_finding_is_of_the_table() => ForAny(report =>
    {
        foreach (var finding in report.Findings)
        {
            Assert.True(FindingCodes.TryGet(finding.Code, out var code), finding.Code);
            Assert.Equal(code.Severity, finding.Severity);
            Assert.NotEmpty(finding.Subject);
            Assert.NotEmpty(finding.Path);
        }
    });

    [Fact]
    public void A_finding_points_at_something_that_stands_in_its_document() => ForAnyApp((blueprint, tenant, context) =>
    {
        foreach (var finding in AppConfig.Validate(blueprint.Blueprint, tenant.Tenant, context).Findings)
        {
            var tree = (finding.At.Document == SpecKind.Blueprint ? blueprint : tenant).Tree();
            Assert.True(Stands(tree, finding.At.Pointer.Segments), $"{finding} in {tree.ToJsonString()}");
        }
    });

    [Fact]
    public void Compared_with_itself_nothing_is_introduced_and_nothing_fixed() => ForAny(report =>
    {
        var changes = ValidationReport.Compare(report, report);
        Assert.Empty(changes.Introduced);
        Assert.Empty(changes.Fixed);
        Assert.Equal(report.Findings, changes.PreExisting);
    });

    [Fact]
    public void What_is_introduced_or_pre_existing_is_what_is_there_and_what_is_fixed_or_pre_existing_is_what_was_there() => ForAnyApp((blueprint, tenant, context) =>
    {
        var before = AppConfig.Validate(blueprint.Blueprint, SomeSpec.Tenant());
        var after = AppConfig.Validate(blueprint.Blueprint, tenant.Tenant, context);
        var changes = ValidationReport.Compare(before, after);
        Assert.Equal(Identities(after.Findings), Identities([.. changes.Introduced, .. changes.PreExisting]));
        Assert.Equal(Identities(before.Findings), Identities([.. changes.Fixed, .. changes.PreExisting]));
    });

    [Fact]
    public void The_findings_of_an_app_are_those_of_its_blueprint_and_then_the_tenants_own() => ForAnyApp((blueprint, tenant, context) =>
    {
        var whole = AppConfig.Validate(blueprint.Blueprint, tenant.Tenant, context).Findings;
        var own = AppConfig.ValidateTenant(blueprint.Blueprint, tenant.Tenant, context).Findings;
        var inherited = whole.Count - own.Count;
        Assert.Equal(own, whole.Skip(inherited));
        Assert.Equal(AppConfig.Validate(blueprint.Blueprint, context).Findings.Take(inherited), whole.Take(inherited));
    });

    [Fact]
    public void A_blueprint_that_was_validated_before_says_the_same_again_with_other_registries_between() => ForAnyApp((blueprint, tenant, context) =>
    {
        var first = AppConfig.Validate(blueprint.Blueprint, tenant.Tenant, context).Findings;
        AppConfig.Validate(blueprint.Blueprint, tenant.Tenant);
        Assert.Equal(first, AppConfig.Validate(blueprint.Blueprint, tenant.Tenant, context).Findings);
    });

    private static bool Stands(JsonNode? at, IEnumerable<string> segments)
    {
        foreach (var segment in segments)
        {
            if (at is JsonArray list && int.TryParse(segment, out var index) && index < list.Count) at = list[index];
            else if (at is JsonObject members && members.TryGetPropertyValue(segment, out var member)) at = member;
            else return false;
        }

        return true;
    }

    private static IEnumerable<string> Identities(IEnumerable<Finding> findings) => findings.Select(f => $"{f.Code} {f.At.Document} {f.Subject}").Order(StringComparer.Ordinal);

    private static void ForAny(Action<ValidationReport> holds) => ForAnyApp((blueprint, tenant, context) => holds(AppConfig.Validate(blueprint.Blueprint, tenant.Tenant, context)));

    private static void ForAnyApp(Action<SpecDocument, SpecDocument, ValidationContext> holds) => Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
    {
        var odd = new OddDocument(seed);
        holds(odd.Blueprint(), odd.Tenant(), SomeFindings.Context(odd.Registries()));
    }));
}
