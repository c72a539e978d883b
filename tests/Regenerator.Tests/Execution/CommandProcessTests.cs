using System.Diagnostics;
using System.Globalization;
using System.Text;
using Regenerator.Execution;

namespace Regenerator.Tests.Execution;

public sealed class CommandProcessTests : IDisposable
{
    private static readonly CommandOptions Defaults = new();

    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-command-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_command_that_ends_tells_its_code_and_its_output()
    {
        var exited = Assert.IsType<CommandOutcome.Exited>(await ShellAsync("echo done; exit 3"));

        Assert.Equal(3, exited.Code);
        Assert.Equal("done\n", exited.Output);
        Assert.True(exited.Took > TimeSpan.Zero);
    }

    [Fact]
    public async Task Arguments_arrive_word_for_word_and_no_shell_reads_them()
    {
        var exited = Assert.IsType<CommandOutcome.Exited>(await RunAsync(["printf", "%s|", "a b", "$HOME", "; rm -rf /", "*", "", "--help"], Defaults));

        Assert.Equal("a b|$HOME|; rm -rf /|*||--help|", exited.Output);
    }

    [Fact]
    public async Task Both_streams_are_merged_in_the_order_of_arrival()
    {
        // Each line waits until the one before it was long read: the order is the writer's.
        var exited = Assert.IsType<CommandOutcome.Exited>(await ShellAsync("echo 1; sleep 0.1; echo 2 >&2; sleep 0.1; echo 3"));

        Assert.Equal("1\n2\n3\n", exited.Output);
    }

    [Fact]
    public async Task Input_is_at_its_end_from_the_start()
    {
        var exited = Assert.IsType<CommandOutcome.Exited>(await RunAsync(["cat"], Defaults));

        Assert.Equal((0, ""), (exited.Code, exited.Output));
    }

    [Fact]
    public async Task The_environment_is_added_to_and_the_working_directory_is_taken()
    {
        var options = Defaults with { WorkingDirectory = folder, Environment = new Dictionary<string, string> { ["REGENERATOR_CANDIDATE"] = "here" } };

        var exited = Assert.IsType<CommandOutcome.Exited>(await ShellAsync("pwd; echo $REGENERATOR_CANDIDATE; test -n \"$PATH\" && echo more", options));

        Assert.Equal($"{folder}\nhere\nmore\n", exited.Output);
    }

    [Fact]
    public async Task A_path_is_relative_to_the_working_directory()
    {
        Script("migrate", "#!/bin/sh\necho migrated $1\n", executable: true);

        var exited = Assert.IsType<CommandOutcome.Exited>(await RunAsync(["./migrate", "0007"], Defaults with { WorkingDirectory = folder }));

        Assert.Equal("migrated 0007\n", exited.Output);
    }

    [Fact]
    public async Task What_can_not_start_says_why()
    {
        Script("plain", "#!/bin/sh\n", executable: false);
        Script("odd", "#!/no/such/interpreter\n", executable: true);
        var here = Defaults with { WorkingDirectory = folder };

        Assert.Equal("no-such-program: not found on PATH", await WhyAsync("no-such-program", Defaults));
        Assert.Equal($"./gone: no such file ({folder}/gone)", await WhyAsync("./gone", here));
        Assert.Equal("./plain: is not executable", await WhyAsync("./plain", here));
        Assert.Equal($"plain: {folder}/plain: is not executable", await WhyAsync("plain", here with { Environment = new Dictionary<string, string> { ["PATH"] = folder } }));
        Assert.Equal("/tmp: is a folder", await WhyAsync("/tmp", here));
        Assert.StartsWith("./odd: ", await WhyAsync("./odd", here), StringComparison.Ordinal);
        Assert.Equal("true: the working directory /no/such/folder does not exist", await WhyAsync("true", Defaults with { WorkingDirectory = "/no/such/folder" }));
    }

    [Fact]
    public async Task A_command_that_itself_says_127_has_run()
    {
        var exited = Assert.IsType<CommandOutcome.Exited>(await ShellAsync("no-such-program; exit 127"));

        Assert.Equal(127, exited.Code);
        Assert.Contains("not found", exited.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_limit_ends_the_command_and_keeps_what_it_wrote()
    {
        var options = Defaults with { Timeout = TimeSpan.FromSeconds(0.3) };

        var timedOut = Assert.IsType<CommandOutcome.TimedOut>(await ShellAsync("echo first; printf unfinished; sleep 600", options));

        Assert.Equal(new CommandOutcome.TimedOut("first\nunfinished", options.Timeout), timedOut);
    }

    [Fact]
    public async Task A_time_limit_reaches_grandchildren_whose_parent_is_gone()
    {
        var options = Defaults with { Timeout = TimeSpan.FromSeconds(0.4) };

        // The inner shell ends at once, so that the sleep belongs to init; the shell that waits ignores every polite signal.
        var timedOut = Assert.IsType<CommandOutcome.TimedOut>(
            await ShellAsync("trap '' TERM HUP INT; echo $$; sh -c 'sleep 600 & echo $!'; sleep 600", options));

        var ids = timedOut.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, ids.Length);
        foreach (var id in ids)
            await UntilGoneAsync(id);
    }

    [Fact]
    public async Task A_time_limit_reaches_children_that_opened_their_own_session()
    {
        var timedOut = Assert.IsType<CommandOutcome.TimedOut>(
            await ShellAsync("setsid sh -c 'echo $$; exec sleep 600' & wait", Defaults with { Timeout = TimeSpan.FromSeconds(0.4) }));

        await UntilGoneAsync(timedOut.Output.Trim());
    }

    [Fact]
    public async Task Cancellation_kills_the_command_and_its_children()
    {
        var ids = Path.Combine(folder, "ids");
        using var cancel = new CancellationTokenSource();
        var run = CommandProcess.RunAsync(
            CommandLine.Of(["sh", "-c", $"sleep 600 & echo $$ $! > {ids}.part; mv {ids}.part {ids}; wait"]), Defaults, TimeProvider.System, cancel.Token);
        await UntilAsync(() => File.Exists(ids));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        foreach (var id in (await File.ReadAllTextAsync(ids, TestContext.Current.CancellationToken)).Split(' ', StringSplitOptions.TrimEntries))
            await UntilGoneAsync(id);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_before_starts_nothing()
    {
        var touched = Path.Combine(folder, "touched");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => CommandProcess.RunAsync(CommandLine.Of(["touch", touched]), Defaults, TimeProvider.System, new CancellationToken(canceled: true)));

        Assert.False(File.Exists(touched));
    }

    [Fact]
    public async Task A_process_left_behind_that_holds_the_output_open_does_not_hang_the_run()
    {
        var watch = Stopwatch.StartNew();

        var exited = Assert.IsType<CommandOutcome.Exited>(
            await ShellAsync("setsid sleep 600 & echo $!; exit 0", Defaults with { Grace = TimeSpan.FromSeconds(0.2) }));

        Assert.Equal(0, exited.Code);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60));
        using var left = Process.GetProcessById(int.Parse(exited.Output, CultureInfo.InvariantCulture));
        left.Kill();
    }

    [Fact]
    public async Task Of_a_hundred_megabytes_the_beginning_and_the_end_are_kept()
    {
        var exited = Assert.IsType<CommandOutcome.Exited>(
            await ShellAsync("echo begin; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo end", Defaults with { OutputLimit = 1000 }));

        Assert.StartsWith("begin\nxxx", exited.Output, StringComparison.Ordinal);
        Assert.EndsWith("xxx\nend\n", exited.Output, StringComparison.Ordinal);
        Assert.Contains("x\n… 99999011 bytes left out …\nx", exited.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_megabytes_fit_through_a_heap_of_forty()
    {
        // In a process of its own: this one's heap is also that of the tests beside.
        var small = Defaults with { Timeout = TimeSpan.FromMinutes(1), Environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = 40_000_000.ToString("x", CultureInfo.InvariantCulture) } };
        var tests = Path.Combine(AppContext.BaseDirectory, typeof(CommandProcessTests).Assembly.GetName().Name!);

        var exited = Assert.IsType<CommandOutcome.Exited>(
            await RunAsync([tests, "-noColor", "-method", $"*.{nameof(Of_a_hundred_megabytes_the_beginning_and_the_end_are_kept)}"], small));

        Assert.Contains("Total: 1, Errors: 0, Failed: 0,", exited.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_masked_in_both_streams()
    {
        var options = Defaults with { Secrets = ["hunter2", ""], Environment = new Dictionary<string, string> { ["TOKEN"] = "hunter2" } };

        var exited = Assert.IsType<CommandOutcome.Exited>(await ShellAsync("echo \"t=$TOKEN.\"; sleep 0.05; echo \"$TOKEN$TOKEN\" >&2", options));

        Assert.Equal("t=***.\n******\n", exited.Output);
    }

    [Fact]
    public async Task The_command_outlives_the_thread_that_asked_for_it()
    {
        // The parent-death signal is sent when the starting thread ends, not the process.
        Task<CommandOutcome>? run = null;
        var asking = new Thread(() => run = ShellAsync("sleep 0.3; echo alive"));
        asking.Start();
        asking.Join();

        Assert.Equal("alive\n", Assert.IsType<CommandOutcome.Exited>(await run!).Output);
    }

    [Fact]
    public async Task Many_commands_run_at_once()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ShellAsync($"echo {i}; exit {i}")));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (i, $"{i}\n")), outcomes.Cast<CommandOutcome.Exited>().Select(o => (o.Code, o.Output)));
    }

    [Fact]
    public void A_command_has_at_least_a_program()
    {
        Assert.Throws<ArgumentException>(() => CommandLine.Of([]));
        Assert.Throws<ArgumentException>(() => CommandLine.Of([""]));
        Assert.Equal("npm test -- {tests}", CommandLine.Of(["npm", "test", "--", "{tests}"]).ToString());
    }

    private static Task<CommandOutcome> RunAsync(string[] words, CommandOptions options) =>
        CommandProcess.RunAsync(CommandLine.Of(words), options, TimeProvider.System, TestContext.Current.CancellationToken);

    private static Task<CommandOutcome> ShellAsync(string script, CommandOptions? options = null) => RunAsync(["sh", "-c", script], options ?? Defaults);

    private static async Task<string> WhyAsync(string program, CommandOptions options) =>
        Assert.IsType<CommandOutcome.NotStarted>(await RunAsync([program], options)).Why;

    private static Task UntilGoneAsync(string id) => UntilAsync(() =>
    {
        var stat = $"/proc/{id}/stat";
        try
        {
            // A dead child of a container's init may stay as a zombie until somebody reaps it.
            return File.ReadAllText(stat, Encoding.UTF8).Split(") ")[^1][0] == 'Z';
        }
        catch (IOException)
        {
            return true;
        }
    });

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        while (!condition())
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    private void Script(string name, string text, bool executable)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        if (executable && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
