namespace Regenerator.Specs.Composition;

/// <summary>An app refers to specs that no registry has. The message is the one of the apps' own runtime, so that what watches for it still finds it.</summary>
public sealed class MissingReferencesException(IReadOnlyList<MissingReference> missing)
    : Exception($"composeAppConfig: missing references -> {string.Join(", ", missing)}")
{
    public IReadOnlyList<MissingReference> Missing { get; } = missing;
}
