using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

/// <summary>The command as its user has it: a process with a folder to stand in. Nobody sits at its terminal.</summary>
internal sealed class RegeneratorCommand : IAsyncDisposable
{
    // Generous: a module may have to be compiled on a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly Task<string> answered;
    private readonly Task listening;
    private readonly string line;

    private RegeneratorCommand(Process process, string line)
    {
        (this.process, this.line) = (process, line);
        process.StandardInput.Close();
        answered = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        listening = ListenAsync();
    }

    /// <summary>What it has said on stderr so far.</summary>
    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Answer> RunAsync(string folder, params string[] arguments) => await RunAsync(folder, [], arguments);

    /// <inheritdoc cref="RunAsync(string, string[])"/>
    public static async Task<Answer> RunAsync(string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        await using var command = Start(folder, environment, arguments);
        return await command.EndAsync();
    }

    public static RegeneratorCommand Start(string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Regenerator.Cli.exe" : "Regenerator.Cli");
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["REGENERATOR_CACHE"] = CliFolder.Cache;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new RegeneratorCommand(Process.Start(start)!, $"regenerator {string.Join(' ', arguments)}");
    }

    /// <exception cref="TimeoutException">It took too long, and was killed.</exception>
    public async Task<Answer> EndAsync(TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? Limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            process.Kill();
            throw new TimeoutException($"{line} has not ended within {within ?? Limit}; it said: {Said}", late);
        }

        await listening;
        return new Answer(line, process.ExitCode, await answered, Said);
    }

    /// <summary>Waits until stderr has the text.</summary>
    public async Task SaysAsync(string text) => await EventuallyAsync(() => Said.Contains(text, StringComparison.Ordinal), $"says «{text}»");

    /// <summary>Waits for the thing itself, as long as the command runs.</summary>
    public async Task EventuallyAsync(Func<bool> happened, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!happened())
        {
            if (process.HasExited) throw new InvalidOperationException($"{line} ended with {process.ExitCode} before it {what}: {Said}");
            if (TimeProvider.System.GetElapsedTime(began) > Limit) throw new TimeoutException($"{line} never {what}: {Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public void Signal(PosixSignal signal) => Assert.Equal(0, Kill(process.Id, signal switch
    {
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGTERM => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    }));

    /// <summary>The files that it has mapped into its memory: the assemblies that it has loaded. For Linux.</summary>
    public string Loaded() => File.ReadAllText($"/proc/{process.Id}/maps");

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    private async Task ListenAsync()
    {
        while (await process.StandardError.ReadLineAsync(CancellationToken.None) is { } heard)
            lock (said) said.Append(heard).Append('\n');
    }
}

/// <summary>What a finished command left.</summary>
internal sealed record Answer(string Line, int ExitCode, string Out, string Err)
{
    /// <summary>All of stdout, which must be exactly one JSON object.</summary>
    public JsonElement Json => JsonElement.Parse(Out);

    /// <summary>Itself, when it ended with this code; what it said otherwise.</summary>
    public Answer Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"{Line}\nended with {ExitCode} instead of {exitCode}\n--- stdout\n{Out}\n--- stderr\n{Err}");
        return this;
    }
}
