using Regenerator.Contexts;

namespace Regenerator.Cli.Configuration;

/// <summary>Contexts as data: <c>{ "blueprints": ["…"], "tenants": ["…"] }</c>, patterns relative to the file. JSON, comments allowed.</summary>
internal sealed record ContextsFile
{
    public required IReadOnlyList<string> Blueprints { get; init; }

    public required IReadOnlyList<string> Tenants { get; init; }

    public RegistryFiles Registries { get; init; } = new();

    /// <exception cref="ConfigurationException">What is wrong with it, and where.</exception>
    public static FileContextOptions Read(string path)
    {
        var file = ConfigurationFile.Open(path);
        var contexts = StrictJson.Bind<ContextsFile>(file.Root, file);
        file.ThrowIfWrong();
        return new FileContextOptions { Root = file.Folder, Blueprints = contexts!.Blueprints, Tenants = contexts.Tenants, Registries = contexts.Registries };
    }
}
