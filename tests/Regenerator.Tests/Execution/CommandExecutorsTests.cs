using Regenerator.Execution;
using Regenerator.Proposals;
using static Regenerator.Tests.Execution.TempWorkspace;

namespace Regenerator.Tests.Execution;

public sealed class CommandExecutorsTests : IDisposable
{
    private readonly TempWorkspace workspace = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("printf", "%s|", "{tests}", "end", "a b|; rm -rf /|$HOME|end|")]
    [InlineData("printf", "%s|", "end", "-x", "end|-x|a b|; rm -rf /|$HOME|")]
    public async Task Tests_take_the_place_of_their_word_or_follow_it(string program, string first, string second, string third, string expected) =>
        Assert.Equal(expected, Output(await TestAsync(new CommandTestExecutor(program, first, second, third), "a b", "; rm -rf /", "$HOME")));

    [Fact]
    public async Task A_word_with_the_placeholder_inside_takes_a_single_test() =>
        Assert.Equal("--only=smoke", Output(await TestAsync(new CommandTestExecutor("printf", "%s", "--only={tests}"), "smoke")));

    [Fact]
    public async Task Tests_find_the_candidate_by_its_variables()
    {
        var output = Output(await TestAsync(new CommandTestExecutor("sh", "-c", "echo $REGENERATOR_CANDIDATE $REGENERATOR_BLUEPRINT $REGENERATOR_TENANT_CONFIG $REGENERATOR_CONTEXT $REGENERATOR_STEP_KEY"), "smoke"));

        Assert.Equal("/c /c/b.json /c/t.json cfg-acme key/0\n", output);
    }

    [Fact]
    public async Task A_failure_says_code_and_last_line()
    {
        var failed = await FailureAsync(new CommandTestExecutor("sh", "-c", "echo first; echo '  2 of 3 failed  '; echo; exit 7"));

        Assert.EndsWith("ended with exit code 7: 2 of 3 failed", failed.Error, StringComparison.Ordinal);
        Assert.Equal(7, failed.Output!.Value.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_killed()
    {
        var failed = await FailureAsync(new CommandTestExecutor(CommandLine.Of(["sh", "-c", "echo begun; sleep 600"]), new CommandOptions { Timeout = TimeSpan.FromSeconds(0.3) }));

        Assert.EndsWith("was killed after 0.3 s", failed.Error, StringComparison.Ordinal);
        Assert.Equal("begun\n", failed.Output!.Value.GetProperty("output").GetString());
    }

    [Fact]
    public async Task A_command_that_is_not_there_says_so() =>
        Assert.EndsWith("could not be started: no-such-program: not found on PATH", (await FailureAsync(new CommandTestExecutor("no-such-program"))).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Secrets_are_masked_in_the_output_the_error_and_the_command_line()
    {
        var executor = new CommandTestExecutor(
            CommandLine.Of(["sh", "-c", "echo $TOKEN; echo sent hunter2; exit 1", "--token=hunter2"]),
            new CommandOptions { Secrets = ["hunter2"], Environment = new Dictionary<string, string> { ["TOKEN"] = "hunter2" } });

        var failed = await FailureAsync(executor);

        Assert.EndsWith("--token=***» ended with exit code 1: sent ***", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failed.Error + failed.Output + executor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrations_run_one_by_one_and_are_undone_last_first()
    {
        var log = workspace.PathOf("log");
        var executor = new CommandMigrationExecutor(Shell($"echo up $1 $REGENERATOR_MIGRATION >> {log}; test $1 != 2"), Shell($"echo down $1 >> {log}"));

        var failed = Assert.IsType<ActionOutcome.Failed>(await executor.RunMigrationsAsync(await CallAsync(new ProposalAction.RunMigrations("1", "2", "3")), Ct));
        Assert.IsType<ActionOutcome.Succeeded>(await executor.UndoMigrationsAsync(await CallAsync(new ProposalAction.RunMigrations("1", "2", "3")), Ct));

        Assert.StartsWith("migration 2: «sh -c ", failed.Error, StringComparison.Ordinal);
        Assert.Equal(["up 1 1", "up 2 2", "down 3", "down 2", "down 1"], await File.ReadAllLinesAsync(log, Ct));
        Assert.Null(await new CommandMigrationExecutor(Shell("true")).UndoMigrationsAsync(await CallAsync(new ProposalAction.RunMigrations("1")), Ct));
    }

    [Fact]
    public async Task Regeneration_finds_the_documents_in_force()
    {
        var trigger = new CommandRegenerationTrigger(CommandLine.Of(["sh", "-c", "cat $REGENERATOR_BLUEPRINT $REGENERATOR_TENANT_CONFIG"]));

        Assert.Equal(Shop + Acme, Output(await trigger.TriggerAsync(await CallAsync(new ProposalAction.TriggerRegeneration()), Ct)));
    }

    private static CommandLine Shell(string script) => CommandLine.Of(["sh", "-c", script, "sh", "{migration}"]);

    private static string? Output(ActionOutcome outcome) => Assert.IsType<ActionOutcome.Succeeded>(outcome).Output!.Value.GetProperty("output").GetString();

    private async Task<ActionOutcome.Failed> FailureAsync(CommandTestExecutor executor) => Assert.IsType<ActionOutcome.Failed>(await TestAsync(executor));

    private async Task<ActionOutcome> TestAsync(CommandTestExecutor executor, params string[] tests) =>
        await executor.RunTestsAsync(await CallAsync(new ProposalAction.RunTests(tests)) with { Candidate = new CandidateFiles("/c", "/c/b.json", "/c/t.json") }, Ct);

    private async Task<ActionCall<TAction>> CallAsync<TAction>(TAction action)
        where TAction : ProposalAction => new(await workspace.ContextAsync(), Wish(action), action, "key/0");
}
