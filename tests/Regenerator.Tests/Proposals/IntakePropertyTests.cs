using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Proposals;

/// <summary>Random fleets, random rules, random people: what holds of the intake whatever they do.</summary>
public sealed class IntakePropertyTests
{
    private static readonly string[] Classes = ["policy", "runtime", "workflow"];
    private static readonly string[] Contexts = ["cfg-a", "cfg-b", "cfg-c", "cfg-d"];

    private static readonly Gen<Case> Cases = from seen in Gen.Choose(0, 100)
                                              from of in Gen.SubListOf(Contexts)
                                              from classes in Gen.SubListOf(Classes)
                                              select new Case(seen / 10.0, [.. of], [.. classes]);

    [Fact]
    public void Things_that_get_better_never_bring_a_rejected_wish_back() => Prop.ForAll(
        Cases.Zip(Cases).ToArbitrary(),
        pair =>
        {
            var (rejected, now) = pair;
            var rejection = new Rejection("person:ann", Some.Now, "no", null, rejected.Magnitude, rejected.Contexts, rejected.Classes, "edits");
            var better = now.Magnitude <= rejected.Magnitude && now.Contexts.All(rejected.Contexts.Contains) && now.Classes.All(rejected.Classes.Contains);
            var returns = Intake.Returns(rejection, now.Sightings, "edits", Some.Now.AddYears(1));

            Assert.False(better && returns is not null && now.Magnitude > 0 && rejected.Magnitude > 0, returns);
            if (returns is not null) return;
            // What does not bring it back does not do so either when there is less of it.
            var less = new Case(now.Magnitude / 2, [.. now.Contexts.Skip(1)], [.. now.Classes.Skip(1)]);
            Assert.Null(Intake.Returns(rejection, less.Sightings, "edits", Some.Now.AddYears(1)));
            Assert.Null(Intake.Returns(rejection with { Until = Some.Now.AddYears(2) }, less.Sightings, "edits", Some.Now.AddYears(1)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void The_order_of_readings_and_verdicts_changes_nothing() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed => OrderAsync(new Random(seed)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public void A_wish_has_one_living_proposal_at_most_and_what_has_ended_stays_as_it_ended() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed => LivesAsync(new Random(seed)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    private static async Task OrderAsync(Random random)
    {
        await using var store = new InMemoryStore();
        for (var window = 0; window < 3; window++)
        {
            var (looked, verdicts) = Look(random, window);
            var readings = await store.AsOfNowAsync(looked);
            var start = await store.BeginAsync([.. readings.Select(r => r.Context)], default);
            var now = readings[0].Window.Until;
            var admissions = Intake.Admit(start, readings, verdicts, now);
            for (var i = 0; i < 4; i++)
            {
                random.Shuffle(readings);
                random.Shuffle(verdicts);
                var again = Intake.Admit(start, readings, verdicts, now);
                await using var one = await CopyAsync(store, readings);
                await using var other = await CopyAsync(store, readings);
                await one.Store.CommitAsync(admissions.Commit, default);
                await other.Store.CommitAsync(again.Commit, default);
                Assert.Equal("", StoreText.Difference(await one.TextAsync(), await other.TextAsync()));
                Assert.Equal(admissions.Decisions.Select(Text), again.Decisions.Select(Text));
            }

            await store.CommitAsync(admissions.Commit, default);
            await DecideAsync(store, random, now);
        }
    }

    private static async Task LivesAsync(Random random)
    {
        await using var store = new InMemoryStore();
        var ended = new Dictionary<ProposalId, string>();
        for (var window = 0; window < 25; window++)
        {
            var (looked, verdicts) = Look(random, window);
            var readings = await store.AsOfNowAsync(looked);
            var now = readings[0].Window.Until;
            var start = await store.BeginAsync([.. readings.Select(r => r.Context)], default);
            if (random.Next(3) == 0) await DecideAsync(store, random, now); // meanwhile
            await store.CommitAsync(Intake.Admit(start, readings, verdicts, now, new IntakeOptions { Lifetime = TimeSpan.FromMinutes(30) }).Commit, default);
            await DecideAsync(store, random, now);

            var all = await store.AllAsync(new ProposalQuery(), default).ToListAsync();
            Assert.All(all.Where(p => p.IsLiving).GroupBy(p => p.Fingerprint), living => Assert.Single(living));
            foreach (var proposal in all.Where(p => !p.IsLiving))
            {
                var text = JsonSerializer.Serialize(proposal, RegeneratorJson.Default.Proposal);
                Assert.Equal(ended.GetValueOrDefault(proposal.Id, text), text);
                ended[proposal.Id] = text;
            }
        }

        Assert.NotEmpty(ended);
    }

    private static (ContextReading[] Readings, Verdict[] Verdicts) Look(Random random, int window)
    {
        var at = new TimeWindow(Some.Window.Since + window * Some.Window.Length, Some.Window.Until + window * Some.Window.Length);
        ContextReading[] readings = [.. Contexts.Select(c => Reading(Some.Context(c), at, random))];
        return (readings, [.. readings.SelectMany(r => new[] { "rule-a", "rule-b" }, (reading, rule) => Verdict(rule, reading, random))]);
    }

    private static ContextReading Reading(RegenerationContext context, TimeWindow window, Random random) => new(
        context, window,
        [
            new ProviderReading("prom", SignalKind.Telemetry, new[] { Some.TelemetrySignal(count: random.Next(1, 50), window: window) }, Coverage.Complete),
            new ProviderReading("sentry", SignalKind.Error, new[] { Some.ErrorSignal(classification: Classes[random.Next(3)], window: window) }, random.Next(3) == 0 ? Coverage.Partial("HTTP 206") : Coverage.Complete),
        ],
        [new Watermark(new WatermarkKey(context.Id, "prom", window.Length), window.Until)],
        new Dictionary<TimeSpan, SignalBatch?>());

    private static Verdict Verdict(string rule, ContextReading reading, Random random) => random.Next(6) switch
    {
        0 => new Verdict.Quiet(rule, reading, "nothing to propose"),
        1 => new Verdict.Threw(rule, reading, "FormatException: x"),
        _ => new Verdict.Fired(rule, reading, [Wish(random) with { Signals = [.. reading.Readings[random.Next(2)].Signals], Magnitude = random.Next(1, 50), Confidence = (Confidence)random.Next(3) }]),
    };

    private static SpecChangeProposal Wish(Random random)
    {
        var slot = random.Next(2) == 0 ? "checkout" : "refund";
        var wish = Some.Wish(slot, tenantScoped: random.Next(2) == 0, slot);
        return random.Next(4) > 0 ? wish : wish with { Actions = Some.Wish(slot, wish.Target.TenantScoped, slot, version: "1.3.0").Actions };
    }

    private static async Task DecideAsync(InMemoryStore store, Random random, DateTimeOffset now)
    {
        foreach (var proposal in await store.AllAsync(ProposalQuery.Living, default).ToListAsync())
        {
            ProposalEvent? decision = random.Next(8) switch
            {
                0 => Some.Approval(proposal) with { At = now },
                1 => Some.Refusal(until: random.Next(2) == 0 ? null : now.AddMinutes(10)) with { At = now },
                2 => new ProposalEvent.PutOff(now.AddMinutes(7)) { Actor = "person:ann", At = now },
                3 => new ProposalEvent.Lapsed { Actor = "engine", At = now },
                4 => new ProposalEvent.Woke { Actor = "engine", At = now },
                _ => null,
            };
            if (decision is not null) await store.DecideAsync(proposal.Id, decision, default);
        }
    }

    private static async Task<Copy> CopyAsync(InMemoryStore store, ContextReading[] readings)
    {
        RegenerationContext[] contexts = [.. readings.Select(r => r.Context).OrderBy(c => c.Id, StringComparer.Ordinal)];
        return new Copy(await InMemoryStore.CopyOfAsync(store, contexts, default), contexts);
    }

    private static string Text(Decision decision) => $"{decision.ContextId} {decision.RuleId} {decision.Outcome.Words}";

    private sealed record Case(double Magnitude, string[] Contexts, string[] Classes)
    {
        public Sightings Sightings => new(Some.Now, Some.Now, 1, Contexts, Classes, Magnitude);
    }

    private sealed record Copy(InMemoryStore Store, RegenerationContext[] Contexts) : IAsyncDisposable
    {
        public Task<string> TextAsync() => StoreText.OfAsync(Store, Contexts, default);

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
