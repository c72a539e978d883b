namespace Regenerator.Integration.Tests.Cli;

/// <summary>
/// A folder of its own for one test, empty at first. Tests of a class get the same one after another: modules are cached by their path too, so
/// that each is compiled once a class.
/// </summary>
internal sealed class CliFolder : IDisposable
{
    private static readonly string Root = MakeRoot();

    private CliFolder(string path) => Location = path;

    public static string Cache { get; } = Path.Combine(Root, "cache");

    public string Location { get; }

    public static CliFolder Of<TClass>()
    {
        var path = Path.Combine(Root, typeof(TClass).Name);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return new CliFolder(path);
    }

    public string PathOf(string name) => Path.Combine(Location, name);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    public void CopyFrom(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = PathOf(Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Relative paths of all files, sorted.</summary>
    public string[] Files() => [.. Directory.EnumerateFiles(Location, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Location, f)).Order(StringComparer.Ordinal)];

    public Task<Answer> RunAsync(params string[] arguments) => RegeneratorCommand.RunAsync(Location, arguments);

    public void Dispose() => Directory.Delete(Location, recursive: true);

    private static string MakeRoot()
    {
        var root = Directory.CreateTempSubdirectory("regenerator-cli-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }
}
