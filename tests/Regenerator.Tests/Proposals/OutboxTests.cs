using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Proposals;

public sealed class OutboxTests : IAsyncDisposable
{
    private readonly TestClock clock = new();
    private readonly InMemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public void Pauses_grow_fourfold_and_are_scattered()
    {
        var options = new OutboxOptions();

        for (var failures = 1; failures <= 12; failures++)
        {
            var full = Math.Min(TimeSpan.FromHours(6).TotalSeconds, 15 * Math.Pow(4, failures - 1));
            var pauses = Enumerable.Range(0, 200).Select(i => options.Pause(failures, $"queue key-{i}").TotalSeconds).ToArray();
            Assert.All(pauses, p => Assert.InRange(p, full / 2, full));
            Assert.InRange(pauses.Distinct().Count(), 190, 200);
        }

        Assert.Equal(options.Pause(3, "queue a"), options.Pause(3, "queue a"));
    }

    [Fact, Trait("Promise", "R19")]
    public async Task What_fails_again_and_again_is_parked_and_then_left_alone()
    {
        var sink = new ScriptedSink("queue") { Answer = _ => throw new InvalidOperationException("queue\nis  full") };
        var outbox = Outbox(sink);
        var id = await OpenAsync();

        var tries = new List<DateTimeOffset>();
        sink.Called = _ => tries.Add(clock.GetUtcNow());
        for (var hour = 0; hour < 24 * 60; hour++)
        {
            await DrainAsync(outbox);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(8, tries.Count);
        Assert.InRange(tries[^1] - tries[0], TimeSpan.FromHours(5), TimeSpan.FromHours(13));
        var parked = Assert.Single(await store.ListDeliveriesAsync(DeliveryQuery.Stuck, Ct));
        Assert.Equal(($"{id}/1/opened", DeliveryState.Parked, 8, "queue is full"), (parked.Key, parked.State, parked.Tries, parked.Error));
        Assert.Equal([$"sink queue was given up on with opened of {id}: queue is full; «outbox retry» tries again, «outbox drop» goes on without"], await DrainAsync(outbox));
    }

    [Fact]
    public async Task A_sink_says_the_same_words_as_long_as_the_same_thing_is_wrong()
    {
        var sink = new ScriptedSink("queue") { Answer = _ => throw new InvalidOperationException("queue is full") };
        var outbox = Outbox(sink);
        var id = await OpenAsync();

        var first = await DrainAsync(outbox);
        var paused = await DrainAsync(outbox);
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([$"sink queue did not take opened of {id}: queue is full"], first);
        Assert.Equal(first, paused);
        Assert.Equal(first, await DrainAsync(outbox));
    }

    [Fact]
    public async Task A_sink_that_takes_nothing_is_told_of_in_one_line()
    {
        var outbox = Outbox(new ScriptedSink("queue") { Answer = _ => throw new InvalidOperationException("queue is full") });
        for (var i = 0; i < 8; i++) await OpenAsync($"wish-{i}");

        Assert.Equal(["sink queue did not take several deliveries: queue is full («outbox list» shows which)"], await DrainAsync(outbox));
    }

    [Fact, Trait("Promise", "R5")]
    public async Task A_poison_delivery_delays_no_other()
    {
        var poison = await PreparedAsync("poison", "well-1", "well-2");
        var sink = new ScriptedSink("queue") { Answer = d => d.Proposal.Id == poison ? throw new InvalidOperationException("can not be read") : Task.CompletedTask };
        var outbox = Outbox(sink, introduced: true);

        await DrainAsync(outbox);
        Assert.Equal(2, sink.Taken.Count);
        for (var i = 0; i < 20; i++)
        {
            var id = await OpenAsync($"later-{i}");
            clock.Advance(TimeSpan.FromMinutes(1));
            await DrainAsync(outbox);
            Assert.Equal(id, sink.Taken[^1].Proposal.Id);
        }

        Assert.Equal(22, sink.Taken.Count);
    }

    [Fact, Trait("Promise", "R5")]
    public async Task A_sick_sink_delays_no_other_and_uses_up_no_tries()
    {
        var sick = new ScriptedSink("sick") { Answer = _ => throw new InvalidOperationException("down") };
        var well = new ScriptedSink("well");
        var outbox = Outbox(sick, well);
        for (var i = 0; i < 50; i++) await OpenAsync($"wish-{i}");

        await DrainAsync(outbox);

        Assert.Equal(50, well.Taken.Count);
        Assert.Equal(3, sick.Calls);
        for (var minute = 0; minute < 30; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await DrainAsync(outbox);
        }

        Assert.InRange(sick.Calls, 8, 40); // a probe now and then, not fifty a minute
        sick.Answer = _ => Task.CompletedTask;
        clock.Advance(TimeSpan.FromHours(7));
        Assert.Empty(await DrainAsync(outbox));
        Assert.Equal(50, sick.Taken.Count);
    }

    [Fact, Trait("Promise", "R19")]
    public async Task A_sink_that_hangs_and_ignores_the_token_is_not_waited_for()
    {
        var hang = new TaskCompletionSource();
        var sink = new ScriptedSink("queue") { Answer = _ => hang.Task };
        var other = new ScriptedSink("other");
        var outbox = Outbox(sink, other);
        var id = await OpenAsync();

        var draining = DrainAsync(outbox);
        while (clock.Waiting == 0) await Task.Yield();
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal([$"sink queue did not take opened of {id}: it did not come back within 30 s"], await draining);
        Assert.Single(other.Taken);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([$"sink queue did not take opened of {id}: an earlier try has not come back yet"], await DrainAsync(outbox));
        Assert.Equal(1, sink.Calls);
        hang.SetResult();
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(await DrainAsync(outbox));
        Assert.Equal(2, sink.Calls); // whether it got through nobody knows: at least once
    }

    [Fact, Trait("Promise", "R19")]
    public async Task A_sink_that_blocks_its_thread_holds_up_its_own_lane_only()
    {
        using var gate = new ManualResetEventSlim();
        var sink = new ScriptedSink("queue")
        {
            Answer = _ =>
            {
                gate.Wait(CancellationToken.None);
                return Task.CompletedTask;
            },
        };
        var outbox = Outbox(sink);
        await OpenAsync();

        var draining = DrainAsync(outbox);
        while (clock.Waiting == 0) await Task.Yield();
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains("did not come back", Assert.Single(await draining), StringComparison.Ordinal);
        gate.Set();
    }

    [Fact]
    public async Task A_sink_without_a_time_limit_may_take_as_long_as_it_likes()
    {
        var slow = new TaskCompletionSource();
        var sink = new ScriptedSink("executor") { TimeLimit = Timeout.InfiniteTimeSpan, Answer = _ => slow.Task };
        var outbox = Outbox(sink);
        await OpenAsync();

        var draining = DrainAsync(outbox);
        while (sink.Calls == 0) await Task.Yield();
        clock.Advance(TimeSpan.FromDays(1));
        Assert.False(draining.IsCompleted);
        slow.SetResult();

        Assert.Empty(await draining);
    }

    [Fact]
    public async Task A_receiver_that_says_when_to_come_again_is_obeyed_by_all_deliveries()
    {
        var sink = new ScriptedSink("hook") { Answer = _ => throw new DeliveryException("429") { RetryAfter = TimeSpan.FromMinutes(7) } };
        var outbox = Outbox(sink);
        await OpenAsync("a");
        await OpenAsync("b");

        await DrainAsync(outbox);
        sink.Answer = _ => Task.CompletedTask;
        clock.Advance(TimeSpan.FromMinutes(7) - TimeSpan.FromTicks(1));
        await DrainAsync(outbox);
        Assert.Equal(1, sink.Calls);
        clock.Advance(TimeSpan.FromTicks(1));
        await DrainAsync(outbox);

        Assert.Equal(2, sink.Taken.Count);
    }

    [Fact]
    public async Task What_is_refused_for_good_is_parked_at_once()
    {
        var sink = new ScriptedSink("hook") { Answer = _ => throw new DeliveryException("410 gone") { IsFinal = true } };
        var outbox = Outbox(sink);
        await OpenAsync();

        await DrainAsync(outbox);

        Assert.Equal(DeliveryState.Parked, Assert.Single(await store.ListDeliveriesAsync(DeliveryQuery.Stuck, Ct)).State);
    }

    [Fact, Trait("Promise", "R3")]
    public async Task What_was_delivered_but_not_written_down_comes_again_under_the_same_key()
    {
        var sink = new ScriptedSink("queue");
        var outbox = Outbox(sink);
        await OpenAsync();
        var entry = Assert.Single(await store.TakeDeliveriesAsync("queue", sink.Moments, clock.GetUtcNow(), 10, Ct)); // somebody has it in hand, and goes
        await DrainAsync(outbox);

        Assert.Equal(entry.Key, Assert.Single(sink.Taken).Key);
        Assert.Equal(Some.Now, sink.Taken[0].At);
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_delivery_is_no_failure_of_it()
    {
        var sink = new ScriptedSink("queue") { Answer = _ => new TaskCompletionSource().Task };
        var outbox = Outbox(sink);
        await OpenAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var draining = outbox.DrainAsync([Some.Context()], stop.Token);
        while (sink.Calls == 0) await Task.Yield();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining);
        Assert.Empty(await store.ListDeliveriesAsync(DeliveryQuery.Stuck, Ct));
        Assert.Single(await store.TakeDeliveriesAsync("queue", sink.Moments, clock.GetUtcNow(), 10, Ct));
    }

    [Theory, Trait("Promise", "S6")]
    [InlineData("amqp://ann:canary@broker/ is down", "amqp://***@broker/ is down")]
    [InlineData("Authorization: Bearer canary was refused", "Authorization: Bearer *** was refused")]
    [InlineData("the secret whsec_canary/+= is wrong", "the secret whsec_*** is wrong")]
    [InlineData("Host=db;Password=canary;Port=1", "Host=db;Password=***;Port=1")]
    [InlineData("a\r\nb\u001b[31mc", "a b·[31mc")]
    public async Task What_is_stored_of_an_error_is_one_line_without_credentials(string thrown, string stored)
    {
        var outbox = Outbox(new ScriptedSink("queue") { Answer = _ => throw new InvalidOperationException(thrown) });
        await OpenAsync();

        await DrainAsync(outbox);

        Assert.Equal(stored, Assert.Single(await store.ListDeliveriesAsync(DeliveryQuery.Stuck, Ct)).Error);
    }

    [Fact]
    public async Task A_long_error_is_cut()
    {
        var outbox = Outbox(new ScriptedSink("queue") { Answer = _ => throw new InvalidOperationException(new string('x', 100_000)) });
        await OpenAsync();

        await DrainAsync(outbox);

        Assert.Equal(501, Assert.Single(await store.ListDeliveriesAsync(DeliveryQuery.Stuck, Ct)).Error!.Length);
    }

    [Fact]
    public async Task What_every_sink_has_goes_after_the_retention()
    {
        var outbox = Outbox(new ScriptedSink("queue"));
        await OpenAsync();
        await DrainAsync(outbox);

        clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        await DrainAsync(outbox);

        Assert.Equal(0, await store.PruneDeliveriesAsync(DateTimeOffset.MaxValue, 10, Ct));
    }

    private Outbox Outbox(params IReadOnlyList<ScriptedSink> sinks) => Outbox(sinks, introduced: false);

    private Outbox Outbox(ScriptedSink sink, bool introduced) => Outbox([sink], introduced);

    private Outbox Outbox(IReadOnlyList<ScriptedSink> sinks, bool introduced)
    {
        var outbox = new Outbox(store, sinks, clock);
        if (!introduced) outbox.IntroduceAsync(Ct).GetAwaiter().GetResult(); // nothing in memory waits
        return outbox;
    }

    private Task<IReadOnlyList<string>> DrainAsync(Outbox outbox) => outbox.DrainAsync([Some.Context()], Ct);

    // Opened before the eyes of a sink that is not made yet.
    private async Task<ProposalId> PreparedAsync(params IReadOnlyList<string> wishes)
    {
        await store.TakeDeliveriesAsync("queue", new HashSet<Moment> { Moment.Opened }, clock.GetUtcNow(), 1, Ct);
        var ids = new List<ProposalId>();
        foreach (var wish in wishes) ids.Add(await OpenAsync(wish));
        return ids[0];
    }

    private async Task<ProposalId> OpenAsync(string wish = "checkout-failing")
    {
        var proposal = Some.Proposal(wish, slot: wish);
        var epoch = (await store.ProgressAsync(["cfg-acme"], Ct)).Epochs["cfg-acme"];
        await store.CommitAsync(
            new PassCommit
            {
                Contexts = [new ContextCommit("cfg-acme", epoch, [])],
                Changes = [new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = ["cfg-acme"] }],
            },
            Ct);
        return proposal.Id;
    }

    private sealed class ScriptedSink(string name) : IProposalSink
    {
        private readonly Lock gate = new();
        private int calls;

        public string Name => name;

        public IReadOnlySet<Moment> Moments { get; } = new HashSet<Moment> { Moment.Opened };

        public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

        public Func<ProposalDelivery, Task> Answer { get; set; } = _ => Task.CompletedTask;

        public Action<ProposalDelivery> Called { get; set; } = _ => { };

        public int Calls => Volatile.Read(ref calls);

        public List<ProposalDelivery> Taken { get; } = [];

        public async Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct)
        {
            Interlocked.Increment(ref calls);
            Called(delivery);
            await Answer(delivery);
            lock (gate) Taken.Add(delivery);
        }
    }
}
