using System.Text;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Tests.Specs;

/// <summary>Documents of the shop that the tests speak of. What a test gives are members in JSON, without the outer braces.</summary>
internal static class SomeSpec
{
    public const string BlueprintMeta = "\"meta\": {\"key\": \"shop\", \"version\": \"1.0.0\", \"appId\": \"shop-app\"}";
    public const string TenantMeta =
        "\"meta\": {\"id\": \"acme-shop\", \"tenantId\": \"acme\", \"appId\": \"shop-app\", \"blueprintName\": \"shop\", \"blueprintVersion\": \"1.0.0\", \"version\": \"3\"}";

    public static SpecDocument Document(SpecKind kind, string members = "") => kind == SpecKind.Blueprint ? BlueprintDocument(members) : TenantDocument(members);

    public static SpecDocument BlueprintDocument(string members = "") => Read(SpecKind.Blueprint, Text(BlueprintMeta, members), "shop.json");

    public static SpecDocument TenantDocument(string members = "") => Read(SpecKind.Tenant, Text(TenantMeta, members), "acme.json");

    public static AppBlueprintSpec Blueprint(string members = "") => BlueprintDocument(members).Blueprint;

    public static TenantAppConfig Tenant(string members = "") => TenantDocument(members).Tenant;

    public static SpecDocument Read(SpecKind kind, string text, string name) => SpecDocument.Read(kind, SpecPlace.File(name), Encoding.UTF8.GetBytes(text));

    public static ResolvedAppConfig Resolve(string blueprint, string tenant) => AppConfig.Resolve(Blueprint(blueprint), Tenant(tenant));

    /// <summary>One section of the resolved view as JSON; null where it is absent.</summary>
    public static string? Section(ResolvedAppConfig resolved, string name) => SpecJson.Tree(resolved)[name]?.ToJsonString(Plain);

    public static CompiledEdits Compile(SpecDocument document, params SpecEdit[] edits) =>
        Assert.IsType<CompileResult.Changed>(EditCompiler.Compile(document, edits)).Edits;

    /// <summary>The document with the edits spliced into its bytes.</summary>
    public static SpecDocument Apply(SpecDocument document, params SpecEdit[] edits) => Splice(document, Compile(document, edits).Patch);

    public static SpecDocument Splice(SpecDocument document, JsonPatch patch) => document.With(JsonSplice.Apply(document.Bytes.Span, patch) switch
    {
        SpliceResult.Spliced spliced => spliced.Bytes,
        var refused => throw new InvalidOperationException($"{refused} for {patch} on {Encoding.UTF8.GetString(document.Bytes.Span)}"),
    });

    public static string Member(SpecDocument document, string name) => document.Tree()[name]?.ToJsonString(Plain) ?? "null";

    public static SpecEdit Patch(string operations) => new SpecEdit.Patch(JsonPatch.Parse(operations));

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Text(string meta, string members) => members.Length == 0 ? $"{{{meta}}}" : $"{{{meta}, {members}}}";
}
