using System.Runtime.CompilerServices;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;

namespace Embedded;

/// <summary>Stands in for a telemetry vendor: twelve onboardings failed.</summary>
public sealed class PosthogTelemetryAdapter : ITelemetrySignalProvider
{
    public ProviderTraits Traits { get; } = new("posthog");

    public async IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var context in contexts)
        {
            var failures = new TelemetrySignal { EventName = "workflow.failure", Count = 12, WindowStart = window.Since, WindowEnd = window.Until };
            yield return new Reading<TelemetrySignal>(context.Id, [failures], Coverage.Complete);
        }

        await Task.CompletedTask;
    }
}

/// <summary>Stands in for an error tracker that has nothing to report.</summary>
public sealed class SentryErrorAdapter : IErrorSignalProvider
{
    public ProviderTraits Traits { get; } = new("sentry");

    public async IAsyncEnumerable<IReading<ErrorSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var context in contexts) yield return new Reading<ErrorSignal>(context.Id, [], Coverage.Complete);
        await Task.CompletedTask;
    }
}

/// <summary>A rule that has no opinion today.</summary>
public sealed class DataViewUsageRule : IRegenerationRule
{
    public string Id => "data-view-usage";

    public string Description => "Views that nobody opens";

    public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
    {
        signals.Skip("no view is used less than the others");
        return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
    }
}

/// <summary>Shows what would go into a queue.</summary>
public sealed class ProposalQueueSink : IProposalSink
{
    public Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct)
    {
        Console.WriteLine($"queued {delivery.Proposal.Revision.Proposal.Title} for {delivery.Context?.Id}");
        return Task.CompletedTask;
    }
}

/// <summary>An updater of one's own: takes prose and does something with it.</summary>
public sealed class ConsoleUpdater : ITenantConfigUpdater
{
    public Task<ActionOutcome> UpdateTenantConfigAsync(ActionCall<ProposalAction.UpdateTenantConfig> call, CancellationToken ct)
    {
        Console.WriteLine($"updating {call.Context.TenantConfig.Meta.Id}: {call.Action.Summary}");
        return Task.FromResult<ActionOutcome>(new ActionOutcome.Succeeded());
    }
}
