using Regenerator.Specs;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;

namespace Regenerator.Tests.Specs.Validation;

/// <summary>What the examples of the codes do not say: paths, places, words, and what keeps a rule silent.</summary>
public sealed class ValidationTests
{
    private const string PaySlot = "\"integrationSlots\": [{\"slotId\": \"pay\", \"requiredCategory\": \"payments\", \"required\": true}]";
    private const string Bound = "\"integrations\": [{\"slotId\": \"pay\", \"connectionId\": \"c\"}]";
    private const string Route = "\"routes\": [{\"path\": \"/cart\", \"workflow\": \"checkout\"}]";

    [Fact]
    public void Documents_that_fit_together_have_no_findings() => Assert.Empty(SomeFindings.Of("", ""));

    [Fact]
    public void A_finding_says_what_was_seen_and_what_to_write_with_both_kinds_of_path()
    {
        var finding = SomeFindings.Of(PaySlot, Bound)[0];
        Assert.Equal("error MISSING_INTEGRATION_CONNECTION at tenant /integrations/0: The slot «pay» is bound to the connection «c», which is not known; connect it, or bind another one", finding.ToString());
        Assert.Equal("integrations.pay", finding.Path);
    }

    [Fact]
    public void Without_registries_bindings_are_unknown_as_in_the_original_but_capabilities_are_not_looked_up() => Assert.Equal(
        "MISSING_INTEGRATION_CONNECTION MISSING_REQUIRED_SLOT",
        SomeFindings.Codes(PaySlot, $"{Bound}, \"capabilities\": {{\"enable\": [{{\"key\": \"x\", \"version\": \"1\"}}]}}"));

    [Fact]
    public void What_was_not_given_can_be_left_out_whatever_its_kind()
    {
        var blueprint = SomeSpec.Blueprint($"{PaySlot}, \"translationCatalog\": {{\"key\": \"texts\", \"version\": \"1\"}}");
        var tenant = SomeSpec.Tenant($"{Bound}, \"translationOverrides\": {{\"entries\": [{{\"key\": \"title\", \"locale\": \"en\", \"value\": \"T\"}}]}}");

        Assert.Empty(AppConfig.Validate(blueprint, tenant, new ValidationContext { OnlyWhatIsGiven = true }).Findings);
        Assert.Equal(
            ["MISSING_INTEGRATION_CONNECTION", "MISSING_REQUIRED_SLOT", "MISSING_BLUEPRINT_CATALOG", "UNKNOWN_TRANSLATION_KEY"],
            AppConfig.Validate(blueprint, tenant).Findings.Select(f => f.Code));
    }

    [Fact]
    public void A_route_may_name_a_slot_or_the_key_of_what_fills_one()
    {
        Assert.Equal("", SomeFindings.Codes($"{Route}, \"workflows\": {{\"checkout\": {{\"key\": \"pay\"}}}}", ""));
        Assert.Equal("", SomeFindings.Codes($"{Route}, \"workflows\": {{\"buy\": {{\"key\": \"checkout\"}}}}", ""));
        Assert.Equal("UNKNOWN_ROUTE_WORKFLOW", SomeFindings.Codes($"{Route}, \"workflows\": {{\"buy\": {{\"key\": \"pay\"}}}}", ""));
    }

    [Fact]
    public void A_tenant_may_fill_the_slot_that_a_route_of_the_blueprint_needs()
    {
        const string fills = "\"workflowOverrides\": [{\"slot\": \"checkout\", \"pointer\": {\"key\": \"pay\"}}]";
        Assert.Equal("NOT_IN_BLUEPRINT", SomeFindings.Codes(Route, fills));
        Assert.Equal("UNKNOWN_ROUTE_WORKFLOW", Assert.Single(AppConfig.Validate(SomeSpec.Blueprint(Route)).Findings).Code);
    }

    [Fact]
    public void A_broken_route_is_shown_where_its_target_is_written()
    {
        const string filled = Route + ", \"workflows\": {\"checkout\": {\"key\": \"pay\"}}";
        Assert.Equal("blueprint /routes/0/workflow", SomeFindings.Of(Route, "")[0].At.ToString());
        Assert.Equal("tenant /routeOverrides/1/workflow", Assert.Single(
            SomeFindings.Of(filled, "\"routeOverrides\": [{\"path\": \"/\", \"label\": \"Home\"}, {\"path\": \"/cart\", \"workflow\": \"gone\"}]"), f => f.Severity == Severity.Error).At.ToString());
    }

    [Fact]
    public void A_guard_without_a_version_is_met_by_any_version_and_one_with_a_version_by_that_alone()
    {
        const string policy = "\"policies\": [{\"key\": \"in\", \"version\": \"1.0.0\"}], ";
        Assert.Equal("", SomeFindings.Codes(policy + "\"routes\": [{\"path\": \"/\", \"guard\": {\"key\": \"in\"}}]", ""));
        Assert.Equal("UNKNOWN_ROUTE_GUARD", SomeFindings.Codes(policy + "\"routes\": [{\"path\": \"/\", \"guard\": {\"key\": \"in\", \"version\": \"2.0.0\"}}]", ""));
        Assert.Equal("", SomeFindings.Codes("\"routes\": [{\"path\": \"/\", \"guard\": {\"key\": \"in\"}}]", "", "\"policies\": [{\"meta\": {\"key\": \"in\", \"version\": \"1.0.0\"}}]"));
    }

    [Fact]
    public void Another_blueprint_is_an_error_and_its_version_is_then_not_looked_at() => Assert.Equal(
        "OTHER_BLUEPRINT",
        string.Join(' ', AppConfig.Validate(
            SomeSpec.Blueprint(),
            new TenantAppConfig { Meta = new TenantMeta { TenantId = "acme", Version = "3", BlueprintName = "bakery", BlueprintVersion = "9" } }).Findings.Select(f => f.Code)));

    [Fact]
    public void What_the_config_does_not_say_of_its_blueprint_is_no_mismatch() =>
        Assert.Empty(AppConfig.Validate(SomeSpec.Blueprint(), new TenantAppConfig { Meta = new TenantMeta { TenantId = "acme", Version = "3" } }).Findings);

    [Fact]
    public void Every_missing_capability_of_a_slot_is_told()
    {
        const string slot = "\"integrationSlots\": [{\"slotId\": \"pay\", \"requiredCategory\": \"p\", \"requiredCapabilities\": [{\"key\": \"x\", \"version\": \"1\"}, {\"key\": \"y\", \"version\": \"1\"}]}]";
        const string registries = "\"integrationConnections\": [{\"meta\": {\"id\": \"c\", \"tenantId\": \"acme\", \"integrationKey\": \"i\", \"integrationVersion\": \"1\"}, \"ownershipMode\": \"m\", \"status\": \"connected\"}], "
            + "\"integrationSpecs\": [{\"meta\": {\"key\": \"i\", \"version\": \"1\", \"category\": \"p\"}, \"supportedModes\": [\"m\"]}]";
        Assert.Equal("CAPABILITY_NOT_PROVIDED CAPABILITY_NOT_PROVIDED", SomeFindings.Codes(slot, Bound, registries));
    }

    [Fact]
    public void Bindings_without_a_priority_are_in_the_order_of_the_file_on_purpose() => Assert.DoesNotContain(
        "DUPLICATE_PRIORITY",
        SomeFindings.Codes(PaySlot, "\"integrations\": [{\"slotId\": \"pay\", \"connectionId\": \"a\"}, {\"slotId\": \"pay\", \"connectionId\": \"b\"}]"));

    [Fact]
    public void A_variant_that_is_null_on_purpose_is_not_dropped_by_accident() => Assert.Equal(
        "",
        SomeFindings.Codes("\"featureFlags\": [{\"key\": \"f\", \"enabled\": true, \"variant\": \"b\"}]", "\"featureFlags\": [{\"key\": \"f\", \"enabled\": true, \"variant\": null}]"));

    [Fact]
    public void Two_tenants_of_one_domain_find_each_other_whatever_its_case()
    {
        var fleet = new[] { ("a", "shop.dev"), ("b", "Shop.DEV"), ("c", "else.dev") }
            .Select(t => SomeSpec.Read(SpecKind.Tenant, $"{{\"meta\": {{\"id\": \"{t.Item1}\", \"tenantId\": \"{t.Item1}\", \"version\": \"1\"}}, \"branding\": {{\"customDomain\": \"{t.Item2}\"}}}}", "t.json").Tenant)
            .ToArray();
        var context = new ValidationContext { Domains = new TenantDomains(fleet) };

        Assert.Equal(["DUPLICATE_DOMAIN", "DUPLICATE_DOMAIN", ""], fleet.Select(tenant => string.Join(' ', AppConfig.Validate(SomeSpec.Blueprint(), tenant, context).Findings.Select(f => f.Code))));
        Assert.Contains("config «b» of tenant «b»", AppConfig.Validate(SomeSpec.Blueprint(), fleet[0], context).Findings[0].Message);
    }

    [Fact]
    public void Only_errors_make_a_report_invalid()
    {
        var warned = AppConfig.Validate(SomeSpec.Blueprint(), SomeSpec.Tenant("\"jobOverrides\": [null]"));
        Assert.Single(warned.Warnings);
        Assert.True(warned.IsValid);
        warned.ThrowIfInvalid();
    }

    [Fact]
    public void Who_wants_no_errors_is_told_whose_they_are()
    {
        var (blueprint, tenant) = (SomeSpec.Blueprint(PaySlot), SomeSpec.Tenant());
        Assert.Equal("Tenant app config acme-shop for shop.v1.0.0 is invalid", Thrown(AppConfig.Validate(blueprint, tenant)));
        Assert.Equal("Resolved app config shop-app for shop.v1.0.0 is invalid", Thrown(AppConfig.ValidateResolved(blueprint, AppConfig.Resolve(blueprint, tenant))));
        Assert.Equal("App blueprint shop.v1.0.0 is invalid", Thrown(AppConfig.Validate(SomeSpec.Blueprint(Route))));
    }

    private static string Thrown(ValidationReport report) => Assert.Throws<AppConfigInvalidException>(report.ThrowIfInvalid).Message;
}
