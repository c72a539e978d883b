using System.Text.Json;

namespace Regenerator.Execution;

/// <summary>The durable diary of one apply: a step is written before it begins and after it ended.</summary>
public abstract class Journal
{
    /// <summary>Forgets everything: for executors that are called without an engine.</summary>
    public static Journal None { get; } = new Forgetful();

    /// <summary>Prefix of the step keys: proposal / revision.</summary>
    public abstract string Key { get; }

    /// <summary>The step as an earlier attempt left it; null when none began it.</summary>
    public abstract JournalStep? Find(string stepKey);

    /// <summary>Writes the step, or throws <see cref="ClaimLostException"/> when a newer claim has the document.</summary>
    public abstract Task RecordAsync(string stepKey, int index, string kind, StepStatus status, string? reason, JsonElement? output, CancellationToken ct);

    private sealed class Forgetful : Journal
    {
        public override string Key => "none";

        public override JournalStep? Find(string stepKey) => null;

        public override Task RecordAsync(string stepKey, int index, string kind, StepStatus status, string? reason, JsonElement? output, CancellationToken ct) => Task.CompletedTask;
    }
}

/// <summary>Somebody else has taken the document over; nothing more may be written.</summary>
public sealed class ClaimLostException(string message) : Exception(message);
