namespace Regenerator.Cli.Modules;

/// <summary>What a module compiles against: the framework, our API, and the abstractions that our API speaks in.</summary>
internal static class ModuleReferences
{
    private const string OurPrefix = "Regenerator.";

    private static readonly string[] Abstractions = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];

    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly Dictionary<string, string> Trusted = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .DistinctBy(file => Path.GetFileName(file), StringComparer.Ordinal) // the host names System.Private.CoreLib twice
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);

    /// <summary>Names of our assemblies, in ordinal order. The command itself is not for modules, nor is what a test host brings along.</summary>
    public static IReadOnlyList<string> Api { get; } = [.. Trusted.Keys.Where(IsApi).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Files { get; } = [.. Trusted.Where(a => IsApi(a.Key) || Abstractions.Contains(a.Key) || IsFramework(a.Key, a.Value)).Select(a => a.Value)];

    private static bool IsApi(string name) =>
        name is "Regenerator" || (name.StartsWith(OurPrefix, StringComparison.Ordinal)
            && !name.StartsWith("Regenerator.Cli", StringComparison.Ordinal)
            && name is not "Regenerator.Http" and not "Regenerator.Testing" and not "Regenerator.Benchmarks" and not "Regenerator.Conformance"
            && !name.EndsWith("Tests", StringComparison.Ordinal));

    // In a release everything lies in one folder, the web server too: modules compile the same there.
    private static bool IsFramework(string name, string file) => string.Equals(Path.GetDirectoryName(file), FrameworkFolder, StringComparison.Ordinal)
        && !name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);
}
