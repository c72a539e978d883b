namespace Regenerator.Execution;

/// <summary>
/// Finds the program before the launch, as a shell would: the launch chain can always be started, so the system's own «not found» would come too late.
/// </summary>
internal static class ProgramSearch
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static (string? Path, string? Why) Find(string fileName, CommandOptions options)
    {
        // There the system looks for extensions as well, and it is asked directly: there is no chain.
        if (OperatingSystem.IsWindows())
            return (fileName, null);

        var folder = Path.GetFullPath(options.WorkingDirectory ?? ".");
        if (fileName.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(fileName, folder);
            return Refusal(path) is { } why ? (null, why) : (path, null);
        }

        var refusal = "not found on PATH";
        var search = options.Environment.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var entry in search.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.GetFullPath(Path.Combine(entry, fileName), folder);
            if (Refusal(path) is not { } why)
                return (path, null);
            if (File.Exists(path))
                refusal = $"{path}: {why}";
        }

        return (null, refusal);
    }

    private static string? Refusal(string path) =>
        Directory.Exists(path) ? "is a folder"
        : !File.Exists(path) ? $"no such file ({path})"
        : !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & AnyExecute) == UnixFileMode.None ? "is not executable"
        : null;
}
