using Regenerator.Specs;

namespace Regenerator.Contexts;

/// <summary>What files hold, read again only when their length or their time changed. One kind of content; not safe for two threads.</summary>
internal sealed class FileReads<T>(Func<SpecPlace, byte[], T> read)
    where T : class
{
    public const long MostBytes = 16 * 1024 * 1024;

    private Dictionary<string, ReadFile<T>> known = new(StringComparer.Ordinal);

    /// <summary>One per file. What is unchanged is the very object of the last time; files that are not asked for any more are forgotten.</summary>
    public IReadOnlyList<ReadFile<T>> Read(IReadOnlyList<FoundFile> files, CancellationToken ct)
    {
        var now = new Dictionary<string, ReadFile<T>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            ct.ThrowIfCancellationRequested();
            now[file.Name] = Read(file, known.GetValueOrDefault(file.Name));
        }

        known = now;
        return [.. files.Select(file => now[file.Name])];
    }

    private ReadFile<T> Read(FoundFile file, ReadFile<T>? before)
    {
        var stamp = default(FileStamp);
        try
        {
            // Stamped before it is read: a write in between shows as another stamp the next time.
            stamp = FileStamp.Of(file.RealPath);
            if (before is not null && before.File == file && before.Stamp == stamp && stamp.Length >= 0) return before;
            if (stamp.Length > MostBytes) return Broken($"{file.Name}: {stamp.Length} bytes; a spec file has at most {MostBytes} (16 MiB)");
            var bytes = File.ReadAllBytes(file.RealPath);
            var content = before?.Content is not null && before.File == file && bytes.AsSpan().SequenceEqual(before.Bytes)
                ? before.Content
                : read(SpecPlace.File(file.Name) with { FullPath = file.RealPath }, bytes);
            return new ReadFile<T>(file, stamp) { Content = content, Bytes = bytes, LastGood = content };
        }
        catch (SpecFormatException problem)
        {
            return Broken(problem.Message);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return Broken($"{file.Name}: no such file");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Broken($"{file.Name}: can not be read: {problem.Message}");
        }

        ReadFile<T> Broken(string reason) => new(file, stamp) { Reason = reason.ReplaceLineEndings(" "), LastGood = before?.LastGood };
    }
}

/// <summary>One file's content, or the one line that says why there is none.</summary>
internal sealed record ReadFile<T>(FoundFile File, FileStamp Stamp)
    where T : class
{
    public T? Content { get; init; }

    public byte[] Bytes { get; init; } = [];

    /// <summary>Set where <see cref="Content"/> is null.</summary>
    public string? Reason { get; init; }

    /// <summary>What the file held when it could be read last.</summary>
    public T? LastGood { get; init; }
}

/// <param name="Length">-1: there is no such file.</param>
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    public static FileStamp Of(string path)
    {
        var info = new FileInfo(path);
        return info.Exists ? new FileStamp(info.Length, info.LastWriteTimeUtc) : new FileStamp(-1, default);
    }
}
