using System.IO.Enumeration;

namespace Regenerator.Contexts;

/// <summary>Finds files below a folder. Names that begin with a dot stay unseen, so that <c>**</c> never reads a tool's own folder.</summary>
internal sealed class FilePatterns(string root)
{
    private static readonly string[] AnyName = ["*"];

    private readonly string root = Path.GetFullPath(root);
    private readonly string realRoot = RealPath(Path.GetFullPath(root));

    /// <summary>In ordinal order of their names, none twice.</summary>
    /// <param name="warnings">Gets a line for every pattern without a file, and for every file outside the root.</param>
    /// <exception cref="ContextSourceException">The root is not there, or a pattern leads out of it.</exception>
    public IReadOnlyList<FoundFile> Find(string what, IReadOnlyList<string> patterns, ICollection<string> warnings)
    {
        if (!Directory.Exists(root)) throw new ContextSourceException($"«{root}»: no such folder");
        var found = new SortedDictionary<string, FoundFile>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            var before = found.Count;
            var matches = Matches(what, pattern).Distinct(StringComparer.Ordinal).ToArray();
            if (matches.Length == 0) warnings.Add($"{what}: no file matches «{pattern}»");
            foreach (var path in matches)
            {
                var file = new FoundFile(Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), RealPath(path));
                if (IsInside(file.RealPath)) found.TryAdd(file.Name, file);
                else warnings.Add($"{file.Name}: left out, because the link leads out of the root, to {file.RealPath}");
            }
        }

        return [.. found.Values];
    }

    /// <summary>Where a path leads once every link on the way is followed.</summary>
    public static string RealPath(string path)
    {
        for (var followed = 0; followed < 40; followed++)
        {
            var parts = path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
            var walked = Path.GetPathRoot(path)!;
            var target = (string?)null;
            for (var i = 0; i < parts.Length && target is null; i++)
            {
                var next = Path.Combine(walked, parts[i]);
                if (new FileInfo(next).LinkTarget is { } link)
                    target = Path.GetFullPath(Path.Combine([walked, link, .. parts[(i + 1)..]]));
                walked = next;
            }

            if (target is null) return path;
            path = target;
        }

        return path; // a circle of links: opening it will say so
    }

    private IEnumerable<string> Matches(string what, string pattern)
    {
        var segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (Path.IsPathRooted(pattern) || segments.Contains("..")) throw new ContextSourceException($"{what}: «{pattern}» leads out of the root «{root}»");
        try
        {
            return [.. Below(root, segments.AsMemory())];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ContextSourceException($"{what}: «{pattern}» can not be listed: {problem.Message}", problem);
        }
    }

    private static IEnumerable<string> Below(string folder, ReadOnlyMemory<string> segments)
    {
        if (segments.IsEmpty) return [];
        var (first, rest) = (segments.Span[0], segments[1..]);
        if (first == ".") return Below(folder, rest);
        if (first == "**")
        {
            var deeper = Directory.EnumerateDirectories(folder).Where(sub => Seen("*", Path.GetFileName(sub)) && new DirectoryInfo(sub).LinkTarget is null);
            return [.. Below(folder, rest.IsEmpty ? AnyName : rest), .. deeper.SelectMany(sub => Below(sub, segments))];
        }

        if (first.AsSpan().IndexOfAny('*', '?') >= 0)
        {
            var entries = rest.IsEmpty ? Directory.EnumerateFiles(folder) : Directory.EnumerateDirectories(folder);
            var seen = entries.Where(entry => Seen(first, Path.GetFileName(entry)));
            return rest.IsEmpty ? seen : seen.SelectMany(sub => Below(sub, rest));
        }

        var named = Path.Combine(folder, first);
        if (rest.IsEmpty) return File.Exists(named) ? [named] : [];
        return Directory.Exists(named) ? Below(named, rest) : [];
    }

    private static bool Seen(string pattern, string name) =>
        (name[0] != '.' || pattern[0] == '.') && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private bool IsInside(string path) =>
        path.StartsWith(realRoot.EndsWith(Path.DirectorySeparatorChar) ? realRoot : realRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

/// <param name="Name">Relative to the root, with slashes: how messages call it.</param>
/// <param name="RealPath">What is read, and written.</param>
internal sealed record FoundFile(string Name, string RealPath);
