using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Json;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs;

/// <summary>
/// A spec as it stands somewhere: its bytes, which are the truth, a typed view of them, and where it came from. Immutable.
/// </summary>
public sealed class SpecDocument
{
    private readonly SpecObject view;
    private string? digest; // two threads may both work it out: it is the same

    private SpecDocument(SpecKind kind, SpecPlace place, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> json, SpecObject view)
    {
        Kind = kind;
        Place = place;
        Bytes = bytes;
        Json = json;
        this.view = view;
    }

    public SpecKind Kind { get; }

    public SpecPlace Place { get; }

    /// <summary>The bytes as they were read, comments and formatting included.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The same as JSON; the very bytes where the document is JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>SHA-256 of the canonical JSON, lowercase hex: the same however the document is formatted.</summary>
    public string Digest => digest ??= CanonicalJson.Digest(Json.Span);

    /// <exception cref="InvalidOperationException">The document is a tenant's.</exception>
    public AppBlueprintSpec Blueprint => view as AppBlueprintSpec ?? throw new InvalidOperationException($"{this} is no blueprint");

    /// <exception cref="InvalidOperationException">The document is a blueprint.</exception>
    public TenantAppConfig Tenant => view as TenantAppConfig ?? throw new InvalidOperationException($"{this} is no tenant config");

    /// <summary>The blueprint's key, or the tenant config's id.</summary>
    public string Id => view is AppBlueprintSpec blueprint ? blueprint.Meta.Key : Tenant.Meta.Id.Length > 0 ? Tenant.Meta.Id : Tenant.Meta.TenantId;

    public string Version => view is AppBlueprintSpec blueprint ? blueprint.Meta.Version : Tenant.Meta.Version;

    /// <summary>Reads a document.</summary>
    /// <exception cref="SpecFormatException">The bytes are not such a document; says where.</exception>
    public static SpecDocument Read(SpecKind kind, SpecPlace place, ReadOnlyMemory<byte> bytes)
    {
        var json = bytes;
        try
        {
            if (place.Format == SpecFormat.Yaml) json = YamlJson.ToJson(bytes.Span);
            else JsonText.Check(json.Span);
            SpecObject typed = kind == SpecKind.Blueprint
                ? View(json.Span, SpecJson.Default.AppBlueprintSpec)
                : View(json.Span, SpecJson.Default.TenantAppConfig);
            return new SpecDocument(kind, place, bytes, json, typed);
        }
        catch (SpecFormatException problem) when (problem.Place is null)
        {
            throw problem.At(place.Name);
        }
        catch (JsonException problem)
        {
            throw JsonProblem.Of(problem, place, bytes.Span, json.Span);
        }
    }

    /// <summary>Reads a document of either kind: a tenant's config is the one whose <c>meta</c> has a <c>tenantId</c>.</summary>
    /// <exception cref="SpecFormatException">The bytes are not such a document; says where.</exception>
    public static SpecDocument Read(SpecPlace place, ReadOnlyMemory<byte> bytes) => Read(IsTenant(place, bytes) ? SpecKind.Tenant : SpecKind.Blueprint, place, bytes);

    public static SpecDocument InCode(AppBlueprintSpec blueprint, string name = "code") =>
        InCode(SpecKind.Blueprint, name, blueprint, JsonSerializer.SerializeToUtf8Bytes(blueprint, SpecJson.Default.AppBlueprintSpec));

    public static SpecDocument InCode(TenantAppConfig tenant, string name = "code") =>
        InCode(SpecKind.Tenant, name, tenant, JsonSerializer.SerializeToUtf8Bytes(tenant, SpecJson.Default.TenantAppConfig));

    /// <summary>A fresh tree of the document, to patch.</summary>
    public JsonObject Tree() => (JsonObject)JsonNode.Parse(WithoutMark(Json.Span))!;

    /// <summary>The same place with other bytes.</summary>
    /// <exception cref="SpecFormatException">The bytes are no such document.</exception>
    public SpecDocument With(ReadOnlyMemory<byte> bytes) => Read(Kind, Place, bytes);

    /// <summary>
    /// Where something stands in the file: a member at its name, an element and the whole document at the value. Of what is absent, the nearest
    /// thing around it that is there. The text is read again for it, so that a fleet holds no positions. Null where the document is built by code.
    /// </summary>
    public SpecPosition? Locate(JsonPointer pointer)
    {
        if (Place.Format == SpecFormat.Code) return null;
        var text = WithoutMark(Bytes.Span);
        var offset = Place.Format == SpecFormat.Yaml ? YamlPlace.Of(text, pointer) : JsonPlace.Of(text, pointer);
        var (line, column) = TextPosition.Of(text, offset);
        return new SpecPosition(Place.Name, line, column);
    }

    public override string ToString() => $"{(Kind == SpecKind.Blueprint ? "blueprint" : "tenant")} {Id}@{Version} ({Place.Name})";

    private static bool IsTenant(SpecPlace place, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonText.Parse(place.Format == SpecFormat.Yaml ? YamlJson.ToJson(bytes.Span) : bytes.ToArray());
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("meta", out var meta)
                && meta.ValueKind == JsonValueKind.Object && meta.TryGetProperty("tenantId", out _);
        }
        catch (SpecFormatException)
        {
            return false; // reading it says what is wrong, and where
        }
    }

    private static SpecDocument InCode(SpecKind kind, string name, SpecObject view, byte[] json) => new(kind, SpecPlace.Code(name), json, json, view);

    private static T View<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(WithoutMark(json), type) ?? throw new SpecFormatException("expected an object, saw null");

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) => utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
}

/// <summary>The two documents of an app.</summary>
public enum SpecKind
{
    Blueprint,
    Tenant,
}

public enum SpecFormat
{
    Json,
    Yaml,

    /// <summary>Built by code; there are no bytes to write back to.</summary>
    Code,
}

/// <summary>Where a document came from.</summary>
/// <param name="Name">As a reader would look for it: the path as it was given, or the module's name.</param>
/// <param name="FullPath">The file; null where there is none.</param>
public sealed record SpecPlace(string Name, SpecFormat Format, string? FullPath)
{
    /// <summary>Why the document can not be written; null when it can.</summary>
    public string? ReadOnlyReason => Format switch
    {
        SpecFormat.Json => null,
        SpecFormat.Yaml => "YAML is read but not written, because its comments would be lost; apply the shown patch by hand",
        _ => "the document is built by code",
    };

    /// <summary>A file; <c>.yaml</c> and <c>.yml</c> are YAML, everything else JSON.</summary>
    public static SpecPlace File(string path, string? name = null) =>
        new(name ?? path, Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML" ? SpecFormat.Yaml : SpecFormat.Json, Path.GetFullPath(path));

    public static SpecPlace Code(string name) => new(name, SpecFormat.Code, null);
}
