using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Regenerator.Execution;

/// <summary>
/// Starts every command from one thread that lives as long as the process. The kernel's parent-death signal is about the <em>thread</em> that
/// started the child: from the pool it would kill a long command as soon as the pool retires the thread.
/// </summary>
internal static class CommandLauncher
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);
    private static readonly Lazy<BlockingCollection<Action>> Work = new(Open);
    private static readonly Lazy<Task<LaunchChain>> Chain = new(() => OnLaunchThreadAsync(FindChain));

    public static Task<LaunchChain> ChainAsync() => Chain.Value;

    public static Task<Process> StartAsync(ProcessStartInfo info) =>
        OnLaunchThreadAsync(() => Process.Start(info) ?? throw new InvalidOperationException("no process was started"));

    private static BlockingCollection<Action> Open()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
                action();
        })
        { IsBackground = true, Name = "Command launcher" }.Start();
        return work;
    }

    private static Task<T> OnLaunchThreadAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Value.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    private static LaunchChain FindChain()
    {
        // macOS has no setsid program; Windows has no process groups of this kind.
        if (!OperatingSystem.IsLinux() || OnPath("setsid") is not { } setsid || OnPath("true") is not { } probe)
            return LaunchChain.None;

        // BusyBox has a setpriv too, but it does not know --pdeathsig; a sandbox may refuse it: only a try tells.
        string[] session = [setsid, "--"];
        if (OnPath("setpriv") is { } setpriv)
        {
            string[] tied = [.. session, setpriv, "--pdeathsig", "KILL", "--"];
            if (Works([.. tied, probe]))
                return new(tied, LeadsGroup: true);
        }

        return Works([.. session, probe]) ? new(session, LeadsGroup: true) : LaunchChain.None;
    }

    private static string? OnPath(string name) => ProgramSearch.Find(name, new CommandOptions()).Path;

    private static bool Works(string[] words)
    {
        try
        {
            var info = new ProcessStartInfo(words[0], words[1..])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(info);
            return process is not null && process.WaitForExit(ProbeLimit) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
