namespace Regenerator.Cli.Configuration;

/// <summary>A folder with a <c>regenerator.json</c>.</summary>
/// <param name="ConfigPath">As messages call it: below the path that was given.</param>
internal sealed record Workspace(string Folder, string ConfigPath)
{
    public const string FileName = "regenerator.json";

    /// <param name="path">The folder, or the file itself.</param>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static Workspace Find(string path)
    {
        var config = File.Exists(path) ? path : Path.Combine(path == "." ? "" : path, FileName);
        return File.Exists(config)
            ? new Workspace(Path.GetDirectoryName(Path.GetFullPath(config))!, config)
            : throw new ConfigurationException($"«{path}»: no {FileName} here; «regenerator init {path}» writes a first one");
    }
}
