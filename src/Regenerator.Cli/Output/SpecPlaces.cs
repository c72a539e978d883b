using System.Text.Json.Nodes;
using Regenerator.Specs;

namespace Regenerator.Cli.Output;

/// <summary>The documents of an app, to say where in their files something stands.</summary>
internal sealed record SpecPlaces(SpecDocument? Blueprint, SpecDocument? Tenant)
{
    /// <summary><c>tenants/acme.json:12:5</c>; where there is no file, the document and the pointer.</summary>
    public string Of(SpecSite site) => Locate(site)?.ToString() ?? site.ToString();

    public JsonObject Json(SpecSite site)
    {
        var json = new JsonObject { ["document"] = site.Document == SpecKind.Blueprint ? "blueprint" : "tenant", ["pointer"] = site.Pointer.ToString() };
        if (Locate(site) is not { } position) return json;
        json["file"] = position.File;
        json["line"] = position.Line;
        json["column"] = position.Column;
        return json;
    }

    private SpecPosition? Locate(SpecSite site) => (site.Document == SpecKind.Blueprint ? Blueprint : Tenant)?.Locate(site.Pointer);
}
