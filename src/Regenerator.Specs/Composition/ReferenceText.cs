using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Composition;

/// <summary>What the apps' own runtime prints for a reference: JavaScript's words for what is absent included.</summary>
internal static class ReferenceText
{
    private const string Undefined = "undefined";

    public static string Of(SpecRef reference) => reference.IsVersioned ? $"{reference.Key ?? Undefined}.v{reference.Version.Value}" : reference.Key ?? Undefined;

    /// <summary>Of a theme the version is always printed.</summary>
    public static string Of(RegistryKind kind, SpecRef reference) => kind == RegistryKind.Themes ? $"{reference.Key ?? Undefined}.v{Of(reference.Version)}" : Of(reference);

    public static string Of(KnowledgeBinding binding) =>
        string.IsNullOrEmpty(binding.SpaceVersion.Value) ? binding.SpaceKey : $"{binding.SpaceKey}@{binding.SpaceVersion.Value}";

    public static string Of(Optional<string> text) => text.IsPresent ? text.Value ?? "null" : Undefined;
}
