using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Regenerator.Execution;

/// <summary>Runs an external command to its end, its time limit or its cancellation; whichever comes, the children go with it.</summary>
/// <remarks>
/// On Linux the command leads a session of its own, so that one signal reaches every descendant, also those whose parent is gone. What escapes:
/// a descendant that opened its own session <em>and</em> lost its parent. Where <c>setsid</c> is missing only the tree below the command is found.
/// If this process itself is killed, the command dies with it where <c>setpriv</c> knows <c>--pdeathsig</c>; its children do not, and a
/// set-uid program clears the wish. A process that the command left behind on purpose outlives it, but has nobody to write to any more.
/// </remarks>
public static partial class CommandProcess
{
    /// <exception cref="OperationCanceledException">The token was cancelled; the command and its children have been killed.</exception>
    public static async Task<CommandOutcome> RunAsync(CommandLine command, CommandOptions options, TimeProvider time, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (options.OutputLimit < 0)
            throw new ArgumentOutOfRangeException(nameof(options), options.OutputLimit, "OutputLimit is a number of bytes: 0 or more.");
        if (options.Timeout <= TimeSpan.Zero && options.Timeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(options), options.Timeout, "Timeout is more than zero, or infinite.");

        var program = Find(command, options);
        if (program.Path is null)
            return new CommandOutcome.NotStarted(program.Why!);

        var chain = await CommandLauncher.ChainAsync();
        var began = time.GetTimestamp();
        Process process;
        try
        {
            process = await CommandLauncher.StartAsync(StartInfo(chain, program.Path, command, options));
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return new CommandOutcome.NotStarted($"{command.FileName}: {e.Message}");
        }

        using (process)
        {
            var output = new CommandOutput(options.OutputLimit, options.Secrets);
            var outcome = await FollowAsync(process, chain, output, options, time, began, ct);
            return outcome is CommandOutcome.Exited { Code: 126 or 127 } exited && chain.Refusal(exited.Output, program.Path) is { } why
                ? new CommandOutcome.NotStarted($"{command.FileName}: {why}")
                : outcome;
        }
    }

    /// <summary>Why <see cref="RunAsync"/> would not even begin, as things are now; null: it would.</summary>
    public static string? WhyNotStarted(CommandLine command, CommandOptions options) => Find(command, options).Why;

    private static (string? Path, string? Why) Find(CommandLine command, CommandOptions options)
    {
        if (options.WorkingDirectory is { } folder && !Directory.Exists(folder)) return (null, $"{command.FileName}: the working directory {folder} does not exist");
        var (path, why) = ProgramSearch.Find(command.FileName, options);
        return (path, why is null ? null : $"{command.FileName}: {why}");
    }

    private static async Task<CommandOutcome> FollowAsync(
        Process process, LaunchChain chain, CommandOutput output, CommandOptions options, TimeProvider time, long began, CancellationToken ct)
    {
        // A reader that was used is not closed by Process.Dispose.
        using var stdout = process.StandardOutput;
        using var stderr = process.StandardError;
        process.StandardInput.Close();
        using var reading = new CancellationTokenSource();
        var pipes = Task.WhenAll(
            DrainAsync(stdout.BaseStream, output.Open(), reading.Token),
            DrainAsync(stderr.BaseStream, output.Open(), reading.Token));

        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        CommandOutcome? outcome = null;
        try
        {
            await process.WaitForExitAsync(stop.Token);
            var took = time.GetElapsedTime(began);
            await SettleAsync(pipes, reading, options.Grace, time);
            outcome = new CommandOutcome.Exited(process.ExitCode, output.ToString(), took);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Kill(process, chain);
            await SettleAsync(Task.WhenAll(process.WaitForExitAsync(reading.Token), pipes), reading, options.Grace, time);
        }

        if (outcome is null)
            ct.ThrowIfCancellationRequested();
        return outcome ?? new CommandOutcome.TimedOut(output.ToString(), options.Timeout);
    }

    private static ProcessStartInfo StartInfo(LaunchChain chain, string program, CommandLine command, CommandOptions options)
    {
        var info = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        string[] words = [.. chain.Words, program, .. command.Arguments];
        info.FileName = words[0];
        foreach (var word in words.AsSpan(1))
            info.ArgumentList.Add(word);
        foreach (var (name, value) in options.Environment)
            info.Environment[name] = value;
        return info;
    }

    private static async Task DrainAsync(Stream pipe, CommandOutput.Source into, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            int read;
            while ((read = await pipe.ReadAsync(buffer, ct)) > 0)
                into.Write(buffer.AsSpan(0, read));
        }
        catch (OperationCanceledException)
        {
            // The grace is over: somebody who was left behind still holds the pipe.
        }
        finally
        {
            into.Complete();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task SettleAsync(Task ending, CancellationTokenSource reading, TimeSpan grace, TimeProvider time)
    {
        try
        {
            await ending.WaitAsync(grace, time);
        }
        catch (TimeoutException)
        {
            await reading.CancelAsync();
            await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Kill(Process process, LaunchChain chain)
    {
        try
        {
            // First the tree: it finds those who left the group, as long as their parents live.
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
        {
            // It ended by itself meanwhile, or one of the tree did.
        }

        // Then the group: it finds those who lost their parent. «No such group» is the good case.
        if (chain.LeadsGroup)
            _ = SendSignal(-process.Id, Sigkill);
    }

    private const int Sigkill = 9;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}
