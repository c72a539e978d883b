using System.Diagnostics;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>A folder that becomes one in which nobody can write: by its mode, or, since root heeds no mode, by a mount of its own.</summary>
internal sealed class ReadOnlyFolder : IAsyncDisposable
{
    private readonly bool isMounted = Environment.IsPrivilegedProcess;

    private ReadOnlyFolder()
    {
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("regenerator-read-only-").FullName;

    public static async Task<ReadOnlyFolder> MakeAsync(CancellationToken ct)
    {
        var folder = new ReadOnlyFolder();
        if (folder.isMounted) await RunAsync("mount", ["-t", "tmpfs", "regenerator", folder.Path], ct);
        return folder;
    }

    /// <summary>From now on nothing in it changes.</summary>
    public Task CloseAsync(CancellationToken ct) => isMounted ? RunAsync("mount", ["-o", "remount,ro", Path], ct) : RunAsync("chmod", ["-R", "a-w", Path], ct);

    public async ValueTask DisposeAsync()
    {
        if (isMounted) await RunAsync("umount", ["--lazy", Path], CancellationToken.None);
        else await RunAsync("chmod", ["-R", "u+w", Path], CancellationToken.None);
        Directory.Delete(Path, recursive: true);
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        using var tool = Process.Start(program, arguments);
        await tool.WaitForExitAsync(ct);
        Assert.True(tool.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {tool.ExitCode}");
    }
}
