using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Execution;

/// <summary>What became of a proposal's actions.</summary>
/// <param name="Status"><c>failed</c> if any action failed, <c>success</c> if all succeeded, else <c>partial</c> (also without actions).</param>
public sealed record ExecutionResult(string ProposalId, string ContextId, ExecutionStatus Status, IReadOnlyList<ActionResult> Actions)
{
    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset CompletedAt { get; init; }

    /// <summary>Why nothing was begun: stale, overtaken, blocked. Null when it was.</summary>
    public string? Refusal { get; init; }

    /// <summary>After a failure: what could not be taken back, one line each. Empty: everything was.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];
}

[JsonConverter(typeof(JsonStringEnumConverter<ExecutionStatus>))]
public enum ExecutionStatus
{
    [JsonStringEnumMemberName("success")]
    Success,

    [JsonStringEnumMemberName("partial")]
    Partial,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <param name="Index">Place in the proposal's list of actions.</param>
public sealed record ActionResult(int Index, string Kind, ActionStatus Status)
{
    /// <summary>Why it was skipped: <c>dry_run</c>, <c>missing_&lt;handler&gt;</c>, <c>previous_action_failed</c>, <c>unknown_action</c>.</summary>
    public string? Reason { get; init; }

    public string? Error { get; init; }

    /// <summary>What the handler returned; a JSON null when it returned nothing.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>In a dry run: what would be written or run.</summary>
    public string? Preview { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ActionStatus>))]
public enum ActionStatus
{
    [JsonStringEnumMemberName("success")]
    Success,

    [JsonStringEnumMemberName("skipped")]
    Skipped,

    [JsonStringEnumMemberName("failed")]
    Failed,
}
