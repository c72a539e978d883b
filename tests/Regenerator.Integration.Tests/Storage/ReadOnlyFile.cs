using System.Diagnostics;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>A file that nobody can write while this lives: by its mode, or, since root heeds no mode, by its attribute.</summary>
internal sealed class ReadOnlyFile : IAsyncDisposable
{
    private readonly string path;

    private ReadOnlyFile(string path) => this.path = path;

    public static async Task<ReadOnlyFile> MakeAsync(string path, CancellationToken ct)
    {
        if (Environment.IsPrivilegedProcess) await RunAsync("chattr", "+i", path, ct);
        else await RunAsync("chmod", "a-w", path, ct);
        return new ReadOnlyFile(path);
    }

    public async ValueTask DisposeAsync()
    {
        if (Environment.IsPrivilegedProcess) await RunAsync("chattr", "-i", path, CancellationToken.None);
    }

    private static async Task RunAsync(string program, string how, string path, CancellationToken ct)
    {
        using var process = Process.Start(program, [how, path]);
        await process.WaitForExitAsync(ct);
        Assert.True(process.ExitCode == 0, $"{program} {how} ended with {process.ExitCode}");
    }
}
