using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Specs;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;

namespace Regenerator.Cli.Commands.Spec;

/// <summary>What a change of one document does: to the resolved view, and to the findings.</summary>
/// <param name="Effect">Null where the other document is not known, so that nothing resolves.</param>
internal sealed record SpecChange(IReadOnlyList<ResolvedChange>? Effect, FindingChanges? Findings, SpecPlaces Before, SpecPlaces After)
{
    /// <param name="other">The other document of the app; a blueprint does without.</param>
    public static SpecChange Of(SpecDocument was, SpecDocument now, string? other, SpecRegistries? registries)
    {
        var isTenant = was.Kind == SpecKind.Tenant;
        var with = other is null ? null : SpecInput.Read(isTenant ? SpecKind.Blueprint : SpecKind.Tenant, other);
        if (isTenant && with is null) return new SpecChange(null, null, new SpecPlaces(null, was), new SpecPlaces(null, now));
        var (before, after) = isTenant ? (new SpecPlaces(with, was), new SpecPlaces(with, now)) : (new SpecPlaces(was, with), new SpecPlaces(now, with));
        var (one, two) = (Views(before, registries), Views(after, registries));
        return new SpecChange(Specs.Effects.Effect.Between(one.Resolved, two.Resolved), ValidationReport.Compare(one.Report, two.Report), before, after);
    }

    public JsonObject Json() => new()
    {
        ["effect"] = Effect is null ? null : JsonSerializer.SerializeToNode(Effect, SpecJson.Default.IReadOnlyListResolvedChange),
        ["introduced"] = Findings is null ? null : new JsonArray([.. Findings.Introduced.Select(finding => FindingView.Json(finding, After))]),
        ["fixed"] = Findings is null ? null : new JsonArray([.. Findings.Fixed.Select(finding => FindingView.Json(finding, Before))]),
        ["preExisting"] = Findings is null ? null : new JsonArray([.. Findings.PreExisting.Select(finding => FindingView.Json(finding, After))]),
    };

    public void Show()
    {
        if (Effect is null) Terminal.Note("name the blueprint with --with to see what the app would notice");
        else if (Effect.Count == 0) Terminal.Answer("[grey]the app would not notice[/]");
        foreach (var change in Effect ?? []) Terminal.Answer($"[green]→[/] {Terminal.Plain(change.Sentence)}");
        foreach (var finding in Findings?.Introduced ?? []) Terminal.Answer($"[red]introduced[/] {FindingView.Line(finding, After)}");
        foreach (var finding in Findings?.Fixed ?? []) Terminal.Answer($"[green]fixed[/] {FindingView.Line(finding, Before)}");
        if (Findings?.PreExisting.Count > 0) Terminal.Answer($"[grey]{Terminal.Count(Findings.PreExisting.Count, "finding")} as before[/]");
    }

    private static (Specs.Resolution.ResolvedAppConfig Resolved, ValidationReport Report) Views(SpecPlaces app, SpecRegistries? registries)
    {
        var blueprint = app.Blueprint!.Blueprint;
        var tenant = app.Tenant?.Tenant ?? TenantAppConfig.WithoutOverrides(blueprint);
        var context = SpecInput.Context(registries, []);
        return (AppConfig.Resolve(blueprint, tenant, registries), app.Tenant is null ? AppConfig.Validate(blueprint, context) : AppConfig.Validate(blueprint, tenant, context));
    }
}
