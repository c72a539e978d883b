using System.Text.Json.Serialization.Metadata;
using Regenerator.Specs.Resolution;

namespace Regenerator.Specs.Effects;

/// <summary>
/// The smallest parts of two resolved views that may differ, found by walking both in the view's own order: a section that both share is
/// one comparison of references.
/// </summary>
internal sealed class ChangedParts
{
    private readonly List<ChangedPart> found = [];

    private ChangedParts()
    {
    }

    public static IReadOnlyList<ChangedPart> Between(ResolvedAppConfig was, ResolvedAppConfig now)
    {
        var parts = new ChangedParts();
        if (ReferenceEquals(was, now)) return parts.found;
        parts.Text(Sections.AppId, was.AppId, now.AppId);
        parts.Text(Sections.TenantId, was.TenantId, now.TenantId);
        parts.Text(Sections.BlueprintName, was.BlueprintName, now.BlueprintName);
        parts.Text(Sections.Environment, was.Environment.Value, now.Environment.Value);
        parts.List(Sections.Enabled, was.Capabilities.Enabled, now.Capabilities.Enabled, Collections.References);
        parts.List(Sections.Disabled, was.Capabilities.Disabled, now.Capabilities.Disabled, Collections.References);
        parts.List(Sections.Include, was.Features.Include, now.Features.Include, Collections.References);
        parts.List(Sections.Exclude, was.Features.Exclude, now.Features.Exclude, Collections.References);
        parts.Map(Sections.DataViews, was.DataViews, now.DataViews, Collections.Slots);
        parts.Map(Sections.Workflows, was.Workflows, now.Workflows, Collections.Slots);
        parts.Map(Sections.Jobs, was.Jobs, now.Jobs, Collections.Slots);
        parts.List(Sections.Policies, was.Policies, now.Policies, Collections.References);
        parts.Theme(was.Theme, now.Theme);
        parts.Telemetry(was.Telemetry, now.Telemetry);
        parts.List(Sections.Catalog, was.Experiments.Catalog, now.Experiments.Catalog, Collections.References);
        parts.List(Sections.Active, was.Experiments.Active, now.Experiments.Active, Collections.References);
        parts.List(Sections.Paused, was.Experiments.Paused, now.Experiments.Paused, Collections.References);
        parts.List(Sections.FeatureFlags, was.FeatureFlags, now.FeatureFlags, Collections.Flags);
        parts.List(Sections.Routes, was.Routes, now.Routes, Collections.Routes);
        parts.List(Sections.Integrations, was.Integrations, now.Integrations, Collections.Integrations);
        parts.List(Sections.Knowledge, was.Knowledge, now.Knowledge, Collections.Knowledge);
        parts.Branding(was.Branding, now.Branding);
        parts.Translation(was.Translation, now.Translation);
        parts.Text(Sections.Notes, was.Notes.Value, now.Notes.Value);
        return parts.found;
    }

    public void Add(Place place, object? was, object? now, JsonTypeInfo type, PartChange change = PartChange.Value) => found.Add(new ChangedPart(place, was, now, type, change));

    private void Theme(ResolvedTheme? was, ResolvedTheme? now)
    {
        if (ReferenceEquals(was, now)) return;
        if (was is null || now is null)
        {
            Add(Sections.Theme, was, now, SpecJson.Default.ResolvedTheme);
            return;
        }

        Reference(Sections.ThemePrimary, was.Primary, now.Primary);
        List(Sections.ThemeFallbacks, was.Fallbacks, now.Fallbacks, Collections.References);
    }

    private void Telemetry(ResolvedTelemetry? was, ResolvedTelemetry? now)
    {
        if (ReferenceEquals(was, now)) return;
        if (was is null || now is null)
        {
            Add(Sections.Telemetry, was, now, SpecJson.Default.ResolvedTelemetry);
            return;
        }

        Reference(Sections.TelemetrySpec, was.Spec, now.Spec);
        List(Sections.DisabledEvents, was.DisabledEvents, now.DisabledEvents, Collections.Texts);
        Map(Sections.Sampling, was.SamplingOverrides, now.SamplingOverrides, Collections.Rates);
    }

    private void Branding(ResolvedBranding was, ResolvedBranding now)
    {
        Text(Sections.AppName, was.AppName, now.AppName);
        Text(Sections.Logo, was.Assets.Logo, now.Assets.Logo);
        Text(Sections.LogoDark, was.Assets.LogoDark, now.Assets.LogoDark);
        Text(Sections.Favicon, was.Assets.Favicon, now.Assets.Favicon);
        Text(Sections.OgImage, was.Assets.OgImage, now.Assets.OgImage);
        Text(Sections.Primary, was.Colors.Primary, now.Colors.Primary);
        Text(Sections.Secondary, was.Colors.Secondary, now.Colors.Secondary);
        Text(Sections.Domain, was.Domain, now.Domain);
    }

    private void Translation(ResolvedTranslation was, ResolvedTranslation now)
    {
        Text(Sections.DefaultLocale, was.DefaultLocale, now.DefaultLocale);
        List(Sections.SupportedLocales, was.SupportedLocales, now.SupportedLocales, Collections.Texts);
        Reference(Sections.TranslationCatalog, was.BlueprintCatalog, now.BlueprintCatalog);
        List(Sections.TenantTranslations, was.TenantOverrides, now.TenantOverrides, Collections.Translations);
    }

    private void Text(Place place, string? was, string? now)
    {
        if (!Same.Text(was, now)) Add(place, was, now, SpecJson.Default.String);
    }

    private void Reference(Place place, SpecRef? was, SpecRef? now)
    {
        if (!Same.Reference(was, now)) Add(place, was, now, SpecJson.Default.SpecRef);
    }

    private void Map<T>(Place map, OrderedMap<T>? was, OrderedMap<T>? now, MapOf<T> kind)
    {
        if (ReferenceEquals(was, now)) return;
        if (was is null || now is null)
        {
            Add(map, was, now, kind.Whole);
            return;
        }

        foreach (var (key, value) in was.AsSpan())
        {
            if (!now.TryGetValue(key, out var next)) Add(map.Member(key), value, null, kind.Value);
            else if (!kind.IsSame(value, next)) Add(map.Member(key), value, next, kind.Value);
        }

        foreach (var (key, value) in now.AsSpan())
            if (!was.ContainsKey(key)) Add(map.Member(key), null, value, kind.Value);
    }

    private void List<T>(Place list, IReadOnlyList<T>? was, IReadOnlyList<T>? now, ListOf<T> kind)
    {
        if (Same.List(was, now, kind.IsSame)) return;
        if (was is null || now is null) Add(list, was, now, kind.Whole);
        else if (Places(was, kind) is { } old && Places(now, kind) is { } next) Elements(list, was, now, old, next, kind);
        else Add(list, was, now, kind.Whole, PartChange.Whole);
    }

    private void Elements<T>(
        Place list, IReadOnlyList<T> was, IReadOnlyList<T> now, OrderedDictionary<string, int> old, OrderedDictionary<string, int> next, ListOf<T> kind)
    {
        var (moved, last) = (false, -1);
        foreach (var (identity, place) in old)
        {
            if (!next.TryGetValue(identity, out var at))
            {
                Add(list.Element(identity, place, null), was[place], null, kind.Element);
                continue;
            }

            if (!kind.IsSame(was[place], now[at])) Differ(list.Element(identity, place, at), was[place], now[at], kind);
            moved |= at < last;
            last = at;
        }

        foreach (var (identity, at) in next)
            if (!old.ContainsKey(identity)) Add(list.Element(identity, null, at), null, now[at], kind.Element);
        if (moved) Add(list, was, now, kind.Whole, PartChange.Order);
    }

    private void Differ<T>(Place element, T was, T now, ListOf<T> kind)
    {
        if (kind.Differ is { } differ) differ(this, element, was, now);
        else Add(element, was, now, kind.Element);
    }

    /// <summary>Identity → index; null where an identity repeats.</summary>
    private static OrderedDictionary<string, int>? Places<T>(IReadOnlyList<T> list, ListOf<T> kind)
    {
        var places = new OrderedDictionary<string, int>(list.Count, StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
            if (!places.TryAdd(kind.Identity(list[i]), i)) return null;
        return places;
    }
}
