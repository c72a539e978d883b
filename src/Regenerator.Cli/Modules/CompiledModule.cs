using System.Reflection;

namespace Regenerator.Cli.Modules;

/// <param name="Path">As the user gave it: messages repeat it.</param>
/// <param name="Assembly">Loaded where our own assemblies are.</param>
/// <param name="FromCache">No compiler ran for it.</param>
internal sealed record CompiledModule(string Path, Assembly Assembly, bool FromCache)
{
    private readonly Dictionary<string, string?> places = Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .GroupBy(at => at.Key, StringComparer.Ordinal).ToDictionary(at => at.Key, at => at.First().Value, StringComparer.Ordinal);

    /// <summary>The path, and where in it a type or a member stands, as compilers write it: <c>rules.cs(12,5)</c>.</summary>
    /// <param name="name">As the source has it, such as <c>Module</c> or <c>Module.Rules</c>.</param>
    public string Place(string name) => $"{Path}{places.GetValueOrDefault(name)}";
}
