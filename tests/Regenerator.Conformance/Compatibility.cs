namespace Regenerator.Conformance;

/// <summary>The page that tells users where we differ from the original on purpose.</summary>
internal static class Compatibility
{
    /// <returns>Its text; null where neither the working directory nor the program lies in the repository.</returns>
    public static string? Find() => new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }
        .SelectMany(Upwards)
        .Select(folder => Path.Combine(folder, "docs", "reference", "compatibility.md"))
        .Where(File.Exists)
        .Select(File.ReadAllText)
        .FirstOrDefault();

    private static IEnumerable<string> Upwards(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
