using Microsoft.Extensions.Logging;
using Regenerator.Proposals;

namespace Regenerator;

/// <summary>
/// Every event that the engine logs. Numbers and names stay what they are: alerts hang on them. Reasons are one line, without what looks like a
/// credential; nothing that a signal or a spec says is among the fields.
/// </summary>
public static partial class RegeneratorLog
{
    [LoggerMessage(1, LogLevel.Information, "pass {Result}: {Contexts} contexts, {Signals} signals, {Opened} opened, {Seconds} s")]
    internal static partial void PassFinished(this ILogger log, string result, int contexts, int signals, int opened, double seconds);

    [LoggerMessage(2, LogLevel.Error, "pass failed: {Reason}")]
    internal static partial void PassFailed(this ILogger log, string reason);

    [LoggerMessage(3, LogLevel.Error, "contexts can not be listed: {Reason}")]
    internal static partial void ContextsFailed(this ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Warning, "context {Context} can not be built: {Reason}")]
    internal static partial void ContextSick(this ILogger log, string context, string reason);

    [LoggerMessage(5, LogLevel.Warning, "{Ticks} ticks were missed: the pass before took too long")]
    internal static partial void TicksMissed(this ILogger log, int ticks);

    [LoggerMessage(10, LogLevel.Warning, "provider {Provider} could not answer for {Contexts} contexts: {Reason}")]
    internal static partial void ProviderFault(this ILogger log, string provider, int contexts, string reason);

    [LoggerMessage(11, LogLevel.Warning, "an answer of provider {Provider} for {Contexts} contexts was quarantined: {Reason}")]
    internal static partial void AnswerQuarantined(this ILogger log, string provider, int contexts, string reason);

    [LoggerMessage(12, LogLevel.Warning, "account {Account} failed too often and is left alone for a while")]
    internal static partial void BreakerOpen(this ILogger log, string account);

    [LoggerMessage(20, LogLevel.Information, "proposal {Proposal} opened by rule {Rule} for {Scope}")]
    internal static partial void ProposalOpened(this ILogger log, ProposalId proposal, string rule, ProposalScope scope);

    [LoggerMessage(21, LogLevel.Information, "proposal {Proposal} of rule {Rule} changed: {What}")]
    internal static partial void ProposalChanged(this ILogger log, ProposalId proposal, string rule, string what);

    [LoggerMessage(22, LogLevel.Warning, "rule {Rule} failed at context {Context}: {Reason}")]
    internal static partial void RuleFailed(this ILogger log, string rule, string context, string reason);

    [LoggerMessage(23, LogLevel.Warning, "a wish of rule {Rule} at context {Context} was refused: {Reason}")]
    internal static partial void WishRefused(this ILogger log, string rule, string context, string reason);

    [LoggerMessage(30, LogLevel.Information, "{Decision} by {Actor} on proposal {Proposal}: it is {State} now")]
    internal static partial void Decided(this ILogger log, ProposalId proposal, string decision, string actor, ProposalState state);

    [LoggerMessage(31, LogLevel.Information, "{Decision} by {Actor} on proposal {Proposal} was refused: {Reason}")]
    internal static partial void DecisionRefused(this ILogger log, ProposalId proposal, string decision, string actor, string reason);

    [LoggerMessage(40, LogLevel.Information, "proposal {Proposal} was applied")]
    internal static partial void Applied(this ILogger log, ProposalId proposal);

    [LoggerMessage(41, LogLevel.Error, "proposal {Proposal} could not be applied: it is {State} now")]
    internal static partial void ApplyFailed(this ILogger log, ProposalId proposal, ProposalState state);

    [LoggerMessage(42, LogLevel.Warning, "proposal {Proposal} was not applied: {Reason}")]
    internal static partial void ApplyRefused(this ILogger log, ProposalId? proposal, string reason);

    [LoggerMessage(43, LogLevel.Information, "step {Step} ({Action}) of proposal {Proposal}: {Status}")]
    internal static partial void ApplyStep(this ILogger log, ProposalId proposal, int step, string action, string status);

    [LoggerMessage(50, LogLevel.Warning, "{Reason}")]
    internal static partial void SinkFault(this ILogger log, string reason);

    [LoggerMessage(51, LogLevel.Error, "delivery {Delivery} to sink {Sink} is parked and waits for an operator: {Reason}")]
    internal static partial void DeliveryParked(this ILogger log, string sink, string delivery, string reason);
}
