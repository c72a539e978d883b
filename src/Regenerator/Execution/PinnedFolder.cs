using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Regenerator.Execution;

/// <summary>
/// A folder below a root, held open while files in it are replaced. On Linux every step of the way is opened without following links and
/// the files are then reached through the open folder, so that swapping a part of the path for a link in between leads nowhere.
/// Elsewhere the way is checked for links once.
/// </summary>
internal sealed partial class PinnedFolder : IDisposable
{
    private const int ReadOnly = 0;
    private const int Directory = 0x10000;
    private const int NoFollow = 0x20000;
    private const int CloseOnExec = 0x80000;
    private const uint Everybody = 0x1FF; // less what the process masks

    private readonly SafeFileHandle? handle;
    private readonly string path;

    private PinnedFolder(SafeFileHandle? handle, string path)
    {
        this.handle = handle;
        this.path = path;
    }

    /// <exception cref="IOException">The folder is not below the root, or a part of the way is a link.</exception>
    public static PinnedFolder Open(string root, string folder) => Open(root, folder, make: false);

    /// <summary>As <see cref="Open(string, string)"/>; what is missing of the way is made.</summary>
    public static PinnedFolder Make(string root, string folder) => Open(root, folder, make: true);

    private static PinnedFolder Open(string root, string folder, bool make)
    {
        root = Path.GetFullPath(root);
        var relative = Path.GetRelativePath(root, Path.GetFullPath(folder));
        string[] parts = relative is "." ? [] : relative.Split(Path.DirectorySeparatorChar);
        if (Path.IsPathRooted(relative) || parts.Contains("..")) throw new IOException($"{folder} is outside the workspace");
        return OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 ? OpenStepByStep(root, parts, make) : OpenChecked(root, parts, make);
    }

    /// <summary>Reaches the folder itself.</summary>
    public string Self => handle is null ? path : $"/proc/self/fd/{handle.DangerousGetHandle()}";

    /// <summary>A path that reaches the file inside this very folder.</summary>
    public string File(string name)
    {
        if (name is "" or "." or ".." || name.IndexOfAny(['/', '\\', '\0']) >= 0) throw new IOException($"«{name}» is no file name");
        return Path.Combine(Self, name);
    }

    /// <summary>Names of the files in it that end so.</summary>
    public string[] Names(string ending) => [.. System.IO.Directory.EnumerateFiles(Self).Select(f => Path.GetFileName(f)).Where(n => n.EndsWith(ending, StringComparison.Ordinal))];

    /// <summary>Makes renames in the folder durable.</summary>
    public void Sync()
    {
        if (handle is not null && FSync(handle) != 0) throw new IOException($"fsync of {path} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public void Dispose() => handle?.Dispose();

    private static PinnedFolder OpenStepByStep(string root, string[] parts, bool make)
    {
        var at = Check(OpenPath(root, ReadOnly | Directory | CloseOnExec), root);
        var way = root;
        foreach (var part in parts)
        {
            way = Path.Combine(way, part);
            using var parent = at;
            if (make && MakeBelow(parent, part, Everybody) == 0) _ = FSync(parent);
            at = Check(OpenBelow(parent, part, ReadOnly | Directory | NoFollow | CloseOnExec), way);
        }

        return new PinnedFolder(at, way);
    }

    private static PinnedFolder OpenChecked(string root, string[] parts, bool make)
    {
        var way = root;
        foreach (var part in parts)
        {
            way = Path.Combine(way, part);
            if (new DirectoryInfo(way).LinkTarget is not null) throw new IOException($"{way} is a link; documents are only written in real folders of the workspace");
            if (make) System.IO.Directory.CreateDirectory(way);
        }

        return new PinnedFolder(null, way);
    }

    private static SafeFileHandle Check(SafeFileHandle handle, string path) => !handle.IsInvalid
        ? handle
        : throw new IOException($"{path}: can not be opened as a real folder of the workspace ({Marshal.GetLastPInvokeErrorMessage()})");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenPath(string path, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenBelow(SafeFileHandle folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeBelow(SafeFileHandle folder, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);
}
