using System.Text;
using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Specs;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Execution;

/// <summary>Approvals, a conflicting approval, a person who edits the document, two appliers and passes, in a thousand orders.</summary>
[Trait("Promise", "R14")]
public sealed class StaleInterleavingTests
{
    private const int Orders = 1000;

    [Fact]
    public async Task What_is_stale_or_conflicts_is_never_applied_in_whatever_order_things_happen()
    {
        var seed = RandomRun.Seed;
        var (applied, refused) = (0, 0);
        for (var order = 0; order < Orders; order++)
        {
            await using var world = new World(new Random(seed + order));
            try
            {
                await world.RunAsync();
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException($"order {order} of {RandomRun.Named(seed)}", problem);
            }

            applied += world.Writes;
            refused += world.Refusals;
        }

        // Else nothing was at stake.
        Assert.InRange(applied, Orders / 10, Orders * 2);
        Assert.InRange(refused, Orders / 10, int.MaxValue);
    }

    /// <summary>One document, in memory; every look at it and every change of it is a turn.</summary>
    private sealed class World : ISpecStore, IContextSource, IAsyncDisposable
    {
        private static readonly SpecDocument Shop = SpecDocument.Read(SpecKind.Blueprint, SpecPlace.File("shop.json"), Encoding.UTF8.GetBytes(TempWorkspace.Shop));

        private readonly Random random;
        private readonly Turns turns;
        private readonly InMemoryStore kept = new();
        private readonly IRegeneratorStore store;
        private readonly TestClock clock = new(Some.Now.AddSeconds(30));
        private readonly Dictionary<string, byte[]> history = new(StringComparer.Ordinal);
        private byte[] live = Encoding.UTF8.GetBytes(TempWorkspace.Acme);
        private bool open;

        public World(Random random)
        {
            this.random = random;
            turns = new Turns(random);
            store = TurnStore.Over(kept, turns);
        }

        public int Writes { get; private set; }

        public int Refusals { get; private set; }

        private Reviewer Desk => new(store, this, new ManualReview(), clock);

        public async Task RunAsync()
        {
            await using (var first = Service(kept, "1.2.0")) await first.RunOnceAsync();
            open = true;
            await turns.RunAsync(
                () => ApproveAsync("checkout", "person:ann"), () => ApproveAsync("rival", "person:bob"), MoveAsync, ApplyAsync, ApplyAsync,
                async () =>
                {
                    clock.Advance(TimeSpan.FromMinutes(5));
                    await using var service = Service(store, random.Next(2) == 0 ? "1.2.0" : "1.4.0");
                    Assert.Null((await service.RunOnceAsync()).Fault);
                });
            open = false;
            Assert.DoesNotContain((await kept.ListAsync(new ProposalQuery(), default)).Proposals, p => p.State is ProposalState.Applying or ProposalState.NeedsAttention);
        }

        public async ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct)
        {
            if (open) await turns.NextAsync();
            return new ContextSnapshot([new RegenerationContext(Shop, Document(live))], []);
        }

        public async Task<SpecDocument> ReadAsync(SpecDocument document, CancellationToken ct)
        {
            await turns.NextAsync();
            return document.With(live);
        }

        public async Task<SpecWrite> WriteAsync(SpecDocument known, ReadOnlyMemory<byte> bytes, CancellationToken ct)
        {
            await turns.NextAsync();
            if (!live.AsSpan().SequenceEqual(known.Bytes.Span)) return new SpecWrite.Moved("it was changed since it was read");
            await JudgeAsync();
            Writes++;
            live = bytes.ToArray();
            return new SpecWrite.Written(known.With(bytes));
        }

        public Task<string> KeepAsync(SpecDocument document, CancellationToken ct)
        {
            var name = Hash.OfBytes(document.Bytes.Span);
            history[name] = document.Bytes.ToArray();
            return Task.FromResult(name);
        }

        public Task<byte[]> ReadHistoryAsync(string history, CancellationToken ct) => Task.FromResult(this.history[history]);

        public string MakeCandidateFolder(string name) => throw new NotSupportedException("there are no tests to run");

        public Task<ActionOutcome> UpdateBlueprintAsync(ActionCall<ProposalAction.UpdateBlueprint> call, CancellationToken ct) => throw new NotSupportedException();

        public Task<ActionOutcome> UpdateTenantConfigAsync(ActionCall<ProposalAction.UpdateTenantConfig> call, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => kept.DisposeAsync();

        // At the moment of the write: what is written was approved for what stands there, and nobody else holds the same element.
        private async Task JudgeAsync()
        {
            var all = (await kept.ListAsync(new ProposalQuery(), default)).Proposals;
            var mine = Assert.Single(all, p => p.State == ProposalState.Applying);
            Assert.NotEmpty(mine.Approvals);
            var touched = Assert.Single(mine.Revision.Touched);
            Assert.Equal(touched.Before is null ? null : VersionIn(JsonElement.Parse(touched.Before)), Override());
            Assert.DoesNotContain(all, p => p.Id != mine.Id && p.State is ProposalState.Approved or ProposalState.NeedsAttention && p.Revision.Touched.Any(touched.Overlaps));
        }

        private string? Override()
        {
            using var document = JsonDocument.Parse(live);
            return document.RootElement.TryGetProperty("workflowOverrides", out var overrides) ? VersionIn(overrides[0]) : null;
        }

        private static string? VersionIn(JsonElement element) =>
            element.TryGetProperty("pointer", out var pointer) ? VersionIn(pointer) : element.GetProperty("version").GetString();

        private async Task ApproveAsync(string rule, string actor)
        {
            for (var tries = 0; tries < 2; tries++)
            {
                if ((await store.ListAsync(ProposalQuery.Inbox with { RuleId = rule }, default)).Proposals is [var proposal, ..] && await Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, actor, default) is DecideResult.Refused) Refusals++;
            }
        }

        private async Task MoveAsync()
        {
            await turns.NextAsync();
            var text = Encoding.UTF8.GetString(live);
            if (random.Next(3) == 0) text = text.Replace("[ 1,2,   3 ]", "[ 4 ]", StringComparison.Ordinal); // another element
            else if (!text.Contains("workflowOverrides", StringComparison.Ordinal))
                text = text.Replace("\"x-notes\"", """ "workflowOverrides": [ { "slot": "checkout", "pointer": { "key": "checkout.own", "version": "9.0.0" } } ], "x-notes" """, StringComparison.Ordinal);
            live = Encoding.UTF8.GetBytes(text);
        }

        private async Task ApplyAsync()
        {
            var applier = new Applier(store, new ProposalExecutor(new ExecutorDeps { TenantConfigUpdater = this }), this, clock);
            for (var tries = 0; tries < 3; tries++)
                foreach (var proposal in (await store.ListAsync(new ProposalQuery { States = [ProposalState.Approved] }, default)).Proposals)
                    if (await applier.ApplyAsync(proposal.Id, "executor:test", default) is not ApplyResult.Applied) Refusals++;
        }

        private RegeneratorService Service(IRegeneratorStore over, string version) => new(new RegeneratorOptions
        {
            Contexts = this,
            Rules = [Wanting("checkout", version), Wanting("rival", "1.3.0")],
            Adapters = new SignalAdapters { Telemetry = FakeTelemetry.Failing() },
            Store = over,
            Time = clock,
        });

        private static FakeRule Wanting(string id, string version) => new(id, (_, signals) =>
            [TempWorkspace.Wish(TempWorkspace.Update(TempWorkspace.Safe(version: version))) with { Id = id, Signals = signals.Telemetry.ToArray() }]);

        private static SpecDocument Document(byte[] bytes) => SpecDocument.Read(SpecKind.Tenant, SpecPlace.File("tenants/acme.json"), bytes);
    }
}
