using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Regenerator.Contexts;
using Regenerator.Providers.Http;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

/// <summary>Ten minutes against a vendor that counts what it is asked, and twice wants to be left alone.</summary>
[Trait("Promise", "R6")]
public sealed class VendorLimitTests
{
    private const int PerMinute = 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_budget_is_never_passed_and_who_was_asked_to_wait_waits(bool byDate)
    {
        var clock = new TestClock(Some.Now.AddSeconds(30));
        var vendor = new Vendor(clock, byDate);
        using var http = new HttpClient(new AnswerGuard(vendor, clock));
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(Enumerable.Range(0, 30).Select(i => Some.Context($"cfg-{i:00}"))),
            Rules = [new FakeRule("none", (_, _) => [])],
            Providers = [new Asking(http, "one"), new Asking(http, "two")],
            Accounts = new Dictionary<string, RequestBudget>(StringComparer.Ordinal) { ["vendor"] = new(PerMinute, AtOnce: 1) },
            Windows = new WindowOptions { Length = TimeSpan.FromMinutes(1), Retries = 0 },
            Time = clock,
        });

        for (var i = 0; i < 40; i++)
        {
            Assert.Null((await service.RunOnceAsync(TestContext.Current.CancellationToken)).Fault);
            clock.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.Empty(vendor.Complaints);
        Assert.InRange(vendor.Throttled, 2, 8);
        Assert.InRange(vendor.Answered, 6 * PerMinute, 10 * PerMinute);
        Assert.Equal(60, vendor.Asked.Count); // every tenant by both providers
    }

    private sealed class Vendor(TestClock clock, bool byDate) : HttpMessageHandler
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(70);

        private readonly Queue<DateTimeOffset> minute = [];
        private readonly DateTimeOffset[] pauses = [Some.Now.AddMinutes(3), Some.Now.AddMinutes(6)];
        private readonly Dictionary<DateTimeOffset, int> told = [];

        public List<string> Complaints { get; } = [];

        public HashSet<string> Asked { get; } = new(StringComparer.Ordinal);

        public int Answered { get; private set; }

        public int Throttled { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            while (minute.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromMinutes(1)) minute.Dequeue();
            minute.Enqueue(now);
            if (minute.Count > PerMinute) Complaints.Add($"{minute.Count} requests in the minute before {now:HH:mm:ss}");
            if (pauses.FirstOrDefault(from => now >= from && now < from + Pause) is var from && from != default) return Task.FromResult(Wait(from, now));
            Answered++;
            Asked.Add(request.RequestUri!.AbsolutePath);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }

        // One may be about one tenant; whoever was told twice knows that it is about the account.
        private HttpResponseMessage Wait(DateTimeOffset from, DateTimeOffset now)
        {
            Throttled++;
            told[from] = told.GetValueOrDefault(from) + 1;
            if (told[from] > 2) Complaints.Add($"asked for the {told[from].ToString(CultureInfo.InvariantCulture)}rd time at {now:HH:mm:ss}, in the pause from {from:HH:mm:ss}");
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter = byDate ? new RetryConditionHeaderValue(from + Pause) : new RetryConditionHeaderValue(from + Pause - now);
            return response;
        }
    }

    private sealed class Asking(HttpClient http, string name) : ITelemetrySignalProvider
    {
        public ProviderTraits Traits { get; } = new(name) { Account = "vendor", ContextsPerRequest = 1 };

        public async IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
        {
            foreach (var context in contexts)
            {
                using var answer = await http.GetAsync(new Uri($"http://vendor.test/{name}/{context.Id}"), ct);
                yield return new Reading<TelemetrySignal>(context.Id, [], Coverage.Complete);
            }
        }
    }
}
