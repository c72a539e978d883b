using System.Globalization;
using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Postgres;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Sqlite;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.CrashHost;

/// <summary>A small fleet in a busy time, one pass a window. What happens in it follows from the seed and the window: any process comes to the same.</summary>
/// <param name="store">A connection string of PostgreSQL, or a file.</param>
/// <param name="told">Where the sink writes down the keys that it is told.</param>
public sealed class PassScenario(string store, string told, int seed)
{
    /// <summary>Below that a rule does not mind.</summary>
    public const int Enough = 4;

    private const string Tried = "refund-of-all";

    public static IReadOnlyList<RegenerationContext> Fleet { get; } = [.. Enumerable.Range(1, 4).Select(i => Some.Context($"cfg-{i}"))];

    public static TimeWindow Window(int number) => new(Some.Window.Since + number * Some.Window.Length, Some.Window.Until + number * Some.Window.Length);

    /// <summary>One pass, half a minute after a window closed.</summary>
    public async Task PassAsync(int window, CancellationToken ct)
    {
        await using var opened = await OpenAsync(ct);
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(Fleet),
            Rules = [new Pinning("checkout", "checkout"), new Pinning(Tried, "refund", ofBlueprint: true), new Pinning("refund", "refund")],
            Providers = [new Counts(this, window)],
            Sinks = [new KeyLog(told), new Moody(Clock(window).GetUtcNow())],
            Store = opened,
            Review = new RefundsAreFine(),
            Intake = new IntakeOptions
            {
                Lifetime = TimeSpan.FromMinutes(40),
                Terms = new Dictionary<string, RuleTerms>(StringComparer.Ordinal)
                {
                    ["checkout"] = new() { WithdrawAfter = TimeSpan.FromMinutes(10) },
                    [Tried] = new() { Dwell = 2, Mode = window % 10 < 4 ? RuleMode.Shadow : RuleMode.Live },
                },
            },
            Time = Clock(window),
        });
        var report = await service.RunOnceAsync(ct);
        if (report.Fault is { } fault) throw new InvalidOperationException(fault);
    }

    /// <summary>What people do before the next window closes.</summary>
    public async Task DecideAsync(int window, CancellationToken ct)
    {
        await using var opened = await OpenAsync(ct);
        var reviewer = new Reviewer(opened, new FixedContexts(Fleet), new ManualReview(), Clock(window));
        foreach (var proposal in await opened.AllAsync(ProposalQuery.Inbox with { States = [ProposalState.Open] }, ct).ToListAsync(ct))
        {
            var chance = Chance("person", proposal.Id.ToString(), window) % 10;
            if (chance == 0) await reviewer.RejectAsync(proposal.Id, "not now", Window(window + 6).Until, "person:ann", ct);
            if (chance is 1 or 2) await reviewer.SnoozeAsync(proposal.Id, Window(window + 2).Until, null, "person:ann", ct);
        }
    }

    /// <summary>Everything that the store holds.</summary>
    public async Task<string> TextAsync(CancellationToken ct)
    {
        await using var opened = await OpenAsync(ct);
        return await StoreText.OfAsync(opened, Fleet, ct);
    }

    /// <summary>The evidence of every proposal of one rule: context, window and number.</summary>
    public async Task<IReadOnlyList<Evidence>> EvidenceAsync(string rule, CancellationToken ct)
    {
        await using var opened = await OpenAsync(ct);
        var evidence = new List<Evidence>();
        await foreach (var proposal in opened.AllAsync(new ProposalQuery { RuleId = rule, Limit = 1000 }, ct)) evidence.AddRange((await opened.GetAsync(proposal.Id, ct))!.Evidence);
        return evidence;
    }

    /// <summary>The keys that the sink was told, in order, repeats included.</summary>
    public string[] Told() => File.Exists(told) ? File.ReadAllLines(told) : [];

    /// <summary>How often a workflow failed.</summary>
    public int Failures(string context, string workflow, int window) => Chance(context, workflow, window) % 8;

    private static TestClock Clock(int window) => new(Window(window).Until.AddSeconds(30));

    private int Chance(string what, string whose, int window) => (int)(uint.Parse(Hash.Of(seed.ToString(CultureInfo.InvariantCulture), what, whose, window.ToString(CultureInfo.InvariantCulture)).AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> 1);

    private async Task<IRegeneratorStore> OpenAsync(CancellationToken ct) => store.Contains('=', StringComparison.Ordinal)
        ? await PostgresStore.OpenAsync(store, TimeProvider.System, ct)
        : await SqliteStore.OpenAsync(store, TimeProvider.System, ct);

    /// <summary>Knows exactly how often each workflow failed; about some windows not before the next pass.</summary>
    private sealed class Counts(PassScenario scenario, int now) : ITelemetrySignalProvider
    {
        public ProviderTraits Traits { get; } = new("counts");

        public async IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            await Task.CompletedTask;
            var number = (int)((window.Since - Some.Window.Since) / Some.Window.Length);
            foreach (var context in contexts)
            {
                var late = number == now && scenario.Chance("late", context.Id, number) % 6 == 0;
                yield return late ? new Reading<TelemetrySignal>(context.Id, [], Coverage.Unavailable("HTTP 503"))
                    : new Reading<TelemetrySignal>(context.Id, [.. new[] { "checkout", "refund" }.Select(w => Failed(w, scenario.Failures(context.Id, w, number), window))], Coverage.Complete);
            }
        }

        private static TelemetrySignal Failed(string workflow, int count, TimeWindow window) =>
            Some.TelemetrySignal(count: count, window: window) with { Metadata = new Dictionary<string, JsonElement> { ["workflow"] = JsonElement.Parse($"\"{workflow}\"") } };
    }

    private sealed class Pinning(string id, string slot, bool ofBlueprint = false) : IRegenerationRule
    {
        public string Id => id;

        public string Description => id;

        public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
        {
            var failed = signals.FindTelemetry(s => string.Equals(s.Text("workflow"), slot) && s.Count >= Enough);
            return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>(failed.Count == 0 ? [] : [Some.Wish(id, !ofBlueprint, slot) with { Signals = failed, Magnitude = null }]);
        }
    }

    private sealed class RefundsAreFine : IReviewPolicy
    {
        public int Approvals => 1;

        public bool AllowSelfApproval => false;

        public string? ApprovesAs(Proposal proposal) => proposal is { RuleId: "refund", State: ProposalState.Open } ? "policy:refunds" : null;
    }

    private sealed class KeyLog(string path) : IProposalSink
    {
        public string Name => "keys";

        public IReadOnlySet<Moment> Moments { get; } = new HashSet<Moment>(Enum.GetValues<Moment>());

        public Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct) => File.AppendAllTextAsync(path, $"{delivery.Key}\n", ct);
    }

    /// <summary>Takes one kind of notice at its second try only. More would make it rest, which the next process knows nothing of.</summary>
    private sealed class Moody(DateTimeOffset now) : IProposalSink
    {
        public string Name => "moody";

        public IReadOnlySet<Moment> Moments { get; } = new HashSet<Moment>(Enum.GetValues<Moment>());

        public Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct) =>
            delivery is { Moment: Moment.Opened, Proposal: { RuleId: "checkout", Scope.DocumentId: "cfg-1" } } && delivery.At == now
                ? Task.FromException(new InvalidOperationException("not today")) : Task.CompletedTask;
    }
}
