using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Regenerator.Benchmarks;

/// <summary>
/// How long a person waits: the command as it is released (self-contained, composite ready-to-run) over a copy of the sample, one pass. The first run compiles the
/// sample's module, the others find it in the cache; those with a fresh store also make its file and open three proposals.
/// </summary>
internal static class StartCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var runs = args is ["--runs", var text] && int.TryParse(text, out var given) && given > 0 ? given : 10;
        var root = Root();
        var work = Directory.CreateTempSubdirectory("regenerator-start-").FullName;
        try
        {
            var published = Path.Combine(work, "published");
            await MustAsync(root, "dotnet", "publish", "src/Regenerator.Cli", "-c", "Release", "-o", published, "-v", "quiet", "--nologo");
            var workspace = Path.Combine(work, "shop"); // the same place each time: a module is cached by its content and its path
            var command = Path.Combine(published, "regenerator");
            Renew(root, workspace);
            var first = await TimeAsync(work, command, "serve", workspace, "--once");
            var again = await ManyAsync(runs, () => TimeAsync(work, command, "serve", workspace, "--once"));
            var fresh = await ManyAsync(runs, () =>
            {
                Renew(root, workspace);
                return TimeAsync(work, command, "serve", workspace, "--once");
            });
            Console.WriteLine(new JsonObject { ["op"] = "start", ["median_ms"] = Median(again), ["fresh_store_median_ms"] = Median(fresh), ["first_compile_ms"] = Math.Round(first), ["size_mb"] = Size(published), ["runs"] = runs }.ToJsonString());
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<double[]> ManyAsync(int runs, Func<Task<double>> time)
    {
        var times = new double[runs];
        for (var run = 0; run < runs; run++) times[run] = await time();
        Array.Sort(times);
        return times;
    }

    private static double Median(double[] sorted) => Math.Round(sorted[sorted.Length / 2]);

    private static double Size(string folder) => Math.Round(new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6);

    private static void Renew(string root, string workspace)
    {
        if (Directory.Exists(workspace)) Directory.Delete(workspace, recursive: true);
        Copy(Path.Combine(root, "samples", "shop"), workspace);
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Regenerator.slnx"))) return at.FullName;
        throw new InvalidOperationException("run this inside the repository");
    }

    private static async Task MustAsync(string folder, string program, params string[] args)
    {
        if (await EndAsync(folder, program, args) is var code and not 0) throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {code}");
    }

    private static async Task<double> TimeAsync(string folder, string program, params string[] args)
    {
        var began = Stopwatch.GetTimestamp();
        await MustAsync(folder, program, args);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<int> EndAsync(string folder, string program, string[] args)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var arg in args) start.ArgumentList.Add(arg);
        if (!string.Equals(program, "dotnet")) start.Environment["REGENERATOR_CACHE"] = Path.Combine(folder, "cache");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) await Console.Error.WriteLineAsync(await output + await errors);
        return process.ExitCode;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
