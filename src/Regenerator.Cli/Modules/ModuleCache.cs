using System.Security.Cryptography;

namespace Regenerator.Cli.Modules;

/// <summary>
/// Compiled modules on disk, one file a key: the assembly, then the SHA-256 of it (32 bytes; a loader does not look behind the assembly's end).
/// What can not be read is as good as absent, what can not be written is compiled again next time: a cache is never a reason to stop.
/// </summary>
internal sealed class ModuleCache(string? folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary><c>$REGENERATOR_CACHE/modules</c>, else <c>$XDG_CACHE_HOME/regenerator/modules</c>, else <c>~/.cache/regenerator/modules</c>.</summary>
    /// <returns>null when there is no home: then nothing is kept.</returns>
    public static string? DefaultFolder()
    {
        if (Environment.GetEnvironmentVariable("REGENERATOR_CACHE") is { Length: > 0 } own)
            return Path.GetFullPath(Path.Combine(own, "modules"));

        // The XDG base directory specification: a relative path is invalid and ignored.
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathFullyQualified(cache))
            return Path.Combine(cache, "regenerator", "modules");

        return Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
            ? Path.Combine(home, ".cache", "regenerator", "modules")
            : null;
    }

    public byte[]? Read(string key)
    {
        if (folder is null)
            return null;
        try
        {
            var file = File.ReadAllBytes(FileOf(key));
            if (file.Length <= SHA256.HashSizeInBytes)
                return null;
            var assembly = file.AsSpan(..^SHA256.HashSizeInBytes);
            return SHA256.HashData(assembly).AsSpan().SequenceEqual(file.AsSpan(^SHA256.HashSizeInBytes..)) ? assembly.ToArray() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(string key, byte[] assembly)
    {
        if (folder is null)
            return;
        string? temporary = null;
        try
        {
            // What lies here is executed: nobody else may put anything into it.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnerOnly);

            temporary = Path.Combine(folder, $"{key}.{Path.GetRandomFileName()}");
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(assembly);
                file.Write(SHA256.HashData(assembly));
            }

            File.Move(temporary, FileOf(key), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Forget(temporary);
        }
    }

    private static void Forget(string? temporary)
    {
        try
        {
            if (temporary is not null)
                File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk that refused the file may refuse this as well.
        }
    }

    private string FileOf(string key) => Path.Combine(folder!, $"{key}.dll");
}
