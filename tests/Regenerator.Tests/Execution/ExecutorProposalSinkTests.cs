using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Testing;
using static Regenerator.Tests.Execution.TempWorkspace;

namespace Regenerator.Tests.Execution;

public sealed class ExecutorProposalSinkTests
{
    [Fact, Trait("Promise", "R19")]
    public async Task A_listener_that_throws_makes_the_delivery_come_again_and_nothing_is_executed_twice()
    {
        using var workspace = new TempWorkspace();
        await using var store = new InMemoryStore();
        var clock = new TestClock(Some.Now.AddSeconds(30));
        var handlers = new ScriptedHandlers();
        var told = new List<ExecutionStatus>();
        var executor = new ProposalExecutor(handlers.With(workspace.Specs));
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = workspace.Contexts,
            Rules = [new FakeRule("failing", (_, signals) => [Wish(Update(), new ProposalAction.RunTests("smoke")) with { Signals = signals.Telemetry.ToArray() }])],
            Adapters = new SignalAdapters { Telemetry = FakeTelemetry.Failing() },
            Sinks = [new ExecutorProposalSink(executor, new ExecutorSinkOptions { OnResult = result => { told.Add(result.Status); if (told.Count == 1) throw new FormatException("x"); } })],
            Review = new AutoReview(),
            Store = store,
            Time = clock,
        });

        var first = await service.RunOnceAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(5));
        var second = await service.RunOnceAsync(TestContext.Current.CancellationToken);

        Assert.Single(first.SinkFaults);
        Assert.Empty(second.SinkFaults);
        Assert.Equal(["run_tests"], handlers.Calls);
        Assert.Equal(2, told.Count);
        Assert.Equal(ProposalState.Applied, Assert.Single((await store.ListAsync(new ProposalQuery(), TestContext.Current.CancellationToken)).Proposals).State);
    }
}
