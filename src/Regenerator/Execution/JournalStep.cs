using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Execution;

/// <summary>One durable line of an apply: written before a step begins and again when it ended.</summary>
/// <param name="Key">Proposal / revision / action, the same in every attempt: handlers can use it to do a step only once.</param>
/// <param name="Fence">The claim that wrote it.</param>
public sealed record JournalStep(string Key, int Index, string Kind, StepStatus Status, long Fence, DateTimeOffset StartedAt)
{
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was skipped or failed; stays when the step is taken back.</summary>
    public string? Reason { get; init; }

    /// <summary>What taking it back could not take back; null: nothing.</summary>
    public string? Left { get; init; }

    /// <summary>What the handler returned; for a promotion the digests before and after.</summary>
    public JsonElement? Output { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<StepStatus>))]
public enum StepStatus
{
    /// <summary>Begun; whether it took effect is not known.</summary>
    Started,
    Succeeded,
    Skipped,
    Failed,

    /// <summary>Was taken back, as far as it could be: <see cref="JournalStep.Left"/> says what could not.</summary>
    Undone,
}
