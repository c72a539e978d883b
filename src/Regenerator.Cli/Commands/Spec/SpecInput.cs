using System.CommandLine;
using System.Text.Json;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation;

namespace Regenerator.Cli.Commands.Spec;

/// <summary>What the commands about specs read.</summary>
internal static class SpecInput
{
    private static readonly string[] Endings = [".json", ".yaml", ".yml"];

    public static Argument<string> Blueprint() => new("blueprint") { Description = "A file, JSON or YAML" };

    public static Argument<string> Tenant() => new("tenant") { Description = "A file, JSON or YAML" };

    public static Option<string?> Registries() => new("--registries")
    {
        Description = "What the documents refer to: a file with one list of specs per kind, or a folder with one sub-folder per kind",
        HelpName = "path",
    };

    public static Option<string[]> Edits() => new("--edit")
    {
        Description = "An edit as JSON, such as {\"setFeatureFlag\":{\"key\":\"x\",\"enabled\":false}}; several are taken in order",
        HelpName = "json",
        AllowMultipleArgumentsPerToken = false,
    };

    public static SpecDocument Read(SpecKind kind, string path) => SpecDocument.Read(kind, SpecPlace.File(path), Bytes(path));

    /// <summary>A document that says itself which kind it is.</summary>
    public static SpecDocument Read(string path) => SpecDocument.Read(SpecPlace.File(path), Bytes(path));

    /// <exception cref="CommandException">The tenant configures another blueprint.</exception>
    public static (SpecDocument Blueprint, SpecDocument Tenant) Pair(string blueprint, string tenant)
    {
        var (app, config) = (Read(SpecKind.Blueprint, blueprint), Read(SpecKind.Tenant, tenant));
        if (config.Tenant.Meta.BlueprintName is { Length: > 0 } name && name != app.Id)
            throw new CommandException($"{config.Place.Name} configures blueprint «{name}»; {app.Place.Name} is «{app.Id}»");
        return (app, config);
    }

    /// <summary>The files, and of folders every JSON and YAML file below them.</summary>
    public static IReadOnlyList<SpecDocument> Tenants(IEnumerable<string> paths) =>
    [
        .. paths.SelectMany(path => Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
                : (IEnumerable<string>)[path])
            .Select(file => Read(SpecKind.Tenant, file)),
    ];

    /// <summary>Nothing was given: what would have to be looked up is left out.</summary>
    public static SpecRegistries? ReadRegistries(string? path) => path is null ? null
        : Directory.Exists(path) ? RegistryFolder.Read(path)
        : RegistryBundle.Read(SpecPlace.File(path), Bytes(path));

    public static ValidationContext Context(SpecRegistries? registries, IEnumerable<SpecDocument> tenants) => new()
    {
        Registries = registries ?? SpecRegistries.None,
        OnlyWhatIsGiven = true,
        Domains = new TenantDomains(tenants.Select(document => document.Tenant)),
    };

    public static IReadOnlyList<SpecEdit> ReadEdits(IEnumerable<string> texts) =>
    [
        .. texts.Select(text =>
        {
            try
            {
                return SpecEditJson.Read(JsonElement.Parse(text));
            }
            catch (JsonException problem)
            {
                throw new CommandException($"--edit: {problem.Message}");
            }
        }),
    ];

    /// <summary>The document with the edits made, without anything being written; laid out as it would be, where it can be written.</summary>
    /// <returns>The very document when it says so already.</returns>
    /// <exception cref="CommandException">An edit can not be made.</exception>
    public static SpecDocument Edited(SpecDocument document, IReadOnlyList<SpecEdit> edits) => Edited(document, edits, EditCompiler.Compile(document, edits));

    /// <inheritdoc cref="Edited(SpecDocument, IReadOnlyList{SpecEdit})"/>
    /// <param name="compiled">What the edits come to on the document.</param>
    public static SpecDocument Edited(SpecDocument document, IReadOnlyList<SpecEdit> edits, CompileResult compiled) => compiled switch
    {
        CompileResult.Changed changed when document.Place.Format == SpecFormat.Json && JsonSplice.Apply(document.Bytes.Span, changed.Edits.Patch) is SpliceResult.Spliced spliced => document.With(spliced.Bytes),
        CompileResult.Changed changed => changed.Edits.On(document),
        CompileResult.AlreadyTrue => document,
        CompileResult.Refused refused => throw new CommandException($"{document.Place.Name}: {edits[refused.Edit].Sentence}: {refused.Reason}", ExitCode.Refused),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static byte[] Bytes(string path) => File.Exists(path) ? File.ReadAllBytes(path) : throw new CommandException(Directory.Exists(path) ? $"{path}: is a folder, a file is wanted" : $"{path}: no such file");
}
