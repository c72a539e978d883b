using System.Diagnostics;
using System.Globalization;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>A file system of a few MiB, in memory. Mounting it takes root, as in a container or on a build machine.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string mount;

    private SmallDisk(string mount) => this.mount = mount;

    public string Folder => Path.Combine(mount, "tables");

    private string Ballast => Path.Combine(mount, "ballast");

    public static async Task<SmallDisk> MakeAsync(int mebibytes, CancellationToken ct)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("regenerator-disk-").FullName);
        await RunAsync("mount", ["-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m"), "regenerator", disk.mount], ct);
        Directory.CreateDirectory(disk.Folder);
        return disk;
    }

    /// <summary>Leaves next to nothing free.</summary>
    public void Fill()
    {
        using var ballast = File.Create(Ballast);
        var block = new byte[4096];
        for (var left = new DriveInfo(mount).AvailableFreeSpace - 64 * 1024; left >= block.Length; left -= block.Length) ballast.Write(block);
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", ["--lazy", mount], CancellationToken.None); // the server may still have files open
        Directory.Delete(mount);
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        using var tool = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var said = await tool.StandardError.ReadToEndAsync(ct);
        await tool.WaitForExitAsync(ct);
        if (tool.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {said.Trim()}");
    }
}
