using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Regenerator.Proposals;
using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>
/// One account at a vendor, and all that is asked through it: budget, requests at once, pauses that the vendor asked for, retries, breaker, timeout.
/// Providers know nothing of this. Throws for cancellation only: what went wrong is in the answer. Safe for concurrent use.
/// </summary>
#pragma warning disable CA1001 // The semaphore is only awaited: it holds no handle to give back, and a provider that was left behind may still come back to it.
internal sealed class ProviderAccount
#pragma warning restore CA1001
{
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(30);

    private readonly WindowOptions options;
    private readonly TimeProvider time;
    private readonly Redaction redaction;
    private readonly BudgetLedger ledger;
    private readonly SemaphoreSlim slots;
    private readonly ThrottleMemory throttles;
    private readonly CircuitBreakerStateProvider breaker = new();
    private readonly ResiliencePipeline<Dictionary<string, ProviderReading>> tries;
    private readonly ResiliencePipeline<Dictionary<string, ProviderReading>> each;

    public ProviderAccount(string name, RequestBudget budget, WindowOptions options, TimeProvider time, Redaction redaction)
    {
        Name = name;
        this.redaction = redaction;
        this.options = options;
        this.time = time;
        ledger = new BudgetLedger(budget, time);
        slots = new SemaphoreSlim(budget.AtOnce ?? RequestBudget.UsuallyAtOnce);
        throttles = new ThrottleMemory(time);
        tries = options.Retries == 0 ? ResiliencePipeline<Dictionary<string, ProviderReading>>.Empty : new ResiliencePipelineBuilder<Dictionary<string, ProviderReading>> { TimeProvider = time }.AddRetry(Retry()).Build();
        each = new ResiliencePipelineBuilder<Dictionary<string, ProviderReading>> { TimeProvider = time }.AddCircuitBreaker(Break()).AddTimeout(options.RequestTimeout).Build();
    }

    public string Name { get; }

    /// <inheritdoc cref="BudgetLedger.Left"/>
    public int? BudgetLeft => ledger.Left;

    public BreakerState Breaker => breaker.CircuitState switch
    {
        CircuitState.Closed => BreakerState.Closed,
        CircuitState.HalfOpen => BreakerState.Trying,
        _ => BreakerState.Open,
    };

    /// <inheritdoc cref="BudgetLedger.BeginPass"/>
    public void BeginPass() => ledger.BeginPass();

    /// <inheritdoc cref="BudgetLedger.TurnOf"/>
    public long TurnOf(string provider, string context) => ledger.TurnOf(provider, context);

    /// <summary>Why a context is not to be asked for now; null: it may be.</summary>
    public string? Pause(string context) => throttles.Until(context) is { } until ? $"throttled: account «{Name}» was asked to wait until {until:yyyy-MM-dd HH:mm:ss'Z'}" : null;

    /// <inheritdoc cref="ThrottleMemory.Pauses"/>
    public IReadOnlyList<AccountPause>? Pauses => throttles.Pauses();

    /// <inheritdoc cref="ThrottleMemory.Resume"/>
    public void Resume(IEnumerable<AccountPause> pauses) => throttles.Resume(pauses);

    public async Task<ProviderAnswer> AskAsync(ProviderRequest request, CancellationToken ct)
    {
        // Before anything is waited for: the order in which requests are handed in is the order in which the budget is spent.
        if (!ledger.TryTake(request.Source.Name, request.ContextIds, request.Cost))
            return request.Unavailable($"budget: account «{Name}» has no requests left; it goes first next time");
        using var span = RegeneratorTelemetry.Start(
            "provider.request", ("provider", request.Source.Name), ("account", Name), ("contexts", request.Contexts.Length), ("window.since", request.Window.Since.ToString("O")), ("window.until", request.Window.Until.ToString("O")));
        var errand = new Errand(this, request);
        try
        {
            var readings = await tries.ExecuteAsync(static (errand, token) => new ValueTask<Dictionary<string, ProviderReading>>(errand.TryAsync(token)), errand, ct);
            return new ProviderAnswer(request, readings, redaction.Answer(LeftOut(request, readings, errand.Trace)));
        }
        catch (PausedException paused)
        {
            return request.Unavailable(paused.Message);
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            span.Failed(Trouble.Of(problem).GetType().Name);
            return redaction.Answer(Failed(request, problem, errand.Trace));
        }
        finally
        {
            errand.Settle();
        }
    }

    // The rest of the answer counts; what does not is for people to look at.
    private QuarantinedAnswer? LeftOut(ProviderRequest request, Dictionary<string, ProviderReading> readings, AnswerTrace? trace)
    {
        var contexts = readings.Where(r => r.Value.LeftOut is not null).OrderBy(r => r.Key, StringComparer.Ordinal).ToArray();
        return contexts.Length == 0 ? null : Quarantined(request, [.. contexts.Select(c => c.Key)], contexts[0].Value.LeftOut!, null, null, trace);
    }

    private QuarantinedAnswer Quarantined(ProviderRequest request, IReadOnlyList<string> contexts, string reason, string? excerpt, long? size, AnswerTrace? trace)
    {
        var seen = trace?.Latest?.Invoke();
        return new QuarantinedAnswer(request.Source.Name, contexts, request.Window, reason, Excerpt.Of(excerpt ?? seen?.Excerpt), size ?? seen?.Size, time.GetUtcNow());
    }

    private RetryStrategyOptions<Dictionary<string, ProviderReading>> Retry() => new()
    {
        MaxRetryAttempts = options.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromMilliseconds(250),
        MaxDelay = options.LongestRetryWait,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } problem && Trouble.Of(problem) switch
        {
            Trouble.Passing => true,
            Trouble.Throttled(var after) => after <= options.LongestRetryWait, // what takes longer is for the next pass
            _ => false,
        }),
        DelayGenerator = static args => ValueTask.FromResult(args.Outcome.Exception is { } problem && Trouble.Of(problem) is Trouble.Throttled(var after) ? after : null),
        OnRetry = _ =>
        {
            RegeneratorTelemetry.Retried(Name);
            return ValueTask.CompletedTask;
        },
    };

    // One bad tenant must not open it for the others: half of what is asked has to fail, and not only a few.
    private CircuitBreakerStrategyOptions<Dictionary<string, ProviderReading>> Break() => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 20,
        SamplingDuration = TimeSpan.FromMinutes(2),
        BreakDuration = TimeSpan.FromSeconds(30),
        StateProvider = breaker,
        ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is { } problem && Trouble.Of(problem) is Trouble.Passing or Trouble.TooSlow),
    };

    private ProviderAnswer Failed(ProviderRequest request, Exception problem, AnswerTrace? trace)
    {
        var message = FaultLine.Of(problem);
        switch (Trouble.Of(problem))
        {
            case Trouble.Throttled:
                RegeneratorTelemetry.Throttled(Name);
                return request.Unavailable($"throttled: {message}");
            case Trouble.Malformed(var excerpt, var size):
                return request.Unavailable($"malformed: {message}", Quarantined(request, request.ContextIds, message, excerpt, size, trace));
            case Trouble.TooSlow:
                return request.Unavailable($"no answer within {options.RequestTimeout.TotalSeconds:0.#} s");
            case Trouble.Broken:
                return request.Unavailable($"account «{Name}» failed too often and is left alone for a while");
            case Trouble.Passing or Trouble.Lasting:
                return request.Unavailable(message);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Not sent: the vendor is to be left alone.</summary>
    private sealed class PausedException(string message) : Exception(message);

    /// <summary>The tries of one request: each takes its share of the budget before it is sent.</summary>
    private sealed class Errand(ProviderAccount account, ProviderRequest request)
    {
        private Exception? last;
        private bool paid = true; // the first try was paid for when the request was let in

        public async Task<Dictionary<string, ProviderReading>> TryAsync(CancellationToken ct)
        {
            if (!paid && !account.ledger.TryTakeMore(request.Cost)) ExceptionDispatchInfo.Throw(last!);
            paid = true;
            await account.slots.WaitAsync(ct);
            try
            {
                // The vendor may have asked for a pause while this one waited for its turn. A try again has waited as long as it was asked to.
                if (last is null && Array.TrueForAll(request.Contexts, c => account.Pause(c.Id) is not null)) throw new PausedException(account.Pause(request.Contexts[0].Id) ?? "throttled");
                var readings = await account.each.ExecuteAsync(static (errand, token) => new ValueTask<Dictionary<string, ProviderReading>>(errand.SendAsync(token)), this, ct);
                account.throttles.Answered();
                return readings;
            }
            catch (Exception problem)
            {
                last = problem;
                Remember(problem);
                throw;
            }
            finally
            {
                account.slots.Release();
            }
        }

        // Before the slot is free: whoever gets it must know.
        private void Remember(Exception problem)
        {
            if (Trouble.Of(problem) is Trouble.Throttled(var after)) account.throttles.Throttled(request, after ?? UsualPause);
        }

        public AnswerTrace? Trace { get; private set; }

        /// <summary>What was taken and not sent goes back.</summary>
        public void Settle()
        {
            if (paid) account.ledger.GiveBack(request.Cost);
            paid = false;
        }

        // A provider that ignores cancellation is left behind: nobody waits for it longer than the timeout.
        private Task<Dictionary<string, ProviderReading>> SendAsync(CancellationToken ct)
        {
            account.ledger.Send(request.Cost);
            paid = false;
            RegeneratorTelemetry.Asked(request.Source.Name);
            Trace = AnswerTrace.Begin();
            return Task.Run(() => request.Source.ReadAsync(request.Contexts, request.Window, account.redaction, ct), ct).WaitAsync(ct);
        }
    }
}

/// <summary>Whether an account that failed too often is left alone.</summary>
public enum BreakerState
{
    Closed,

    /// <summary>One request finds out whether it is well again.</summary>
    Trying,

    Open,
}
