using Regenerator.Proposals;

namespace Regenerator.Execution;

/// <summary>The durable diary of one apply: a step is written before it begins and after it ended.</summary>
public abstract class Journal
{
    /// <summary>Forgets everything: for executors that are called without an engine.</summary>
    public static Journal None { get; } = new Forgetful();

    /// <summary>Prefix of the step keys: proposal / revision, and the attempt when it is not the first.</summary>
    public abstract string Key { get; }

    /// <summary>What was approved; null without an engine.</summary>
    public abstract Revision? Approved { get; }

    /// <summary>The step as this attempt left it before a crash; null when it did not begin.</summary>
    public abstract JournalStep? Find(string stepKey);

    /// <exception cref="ClaimLostException">A newer claim has the document.</exception>
    public abstract Task RecordAsync(JournalStep step, CancellationToken ct);

    private sealed class Forgetful : Journal
    {
        public override string Key => "unjournaled";

        public override Revision? Approved => null;

        public override JournalStep? Find(string stepKey) => null;

        public override Task RecordAsync(JournalStep step, CancellationToken ct) => Task.CompletedTask;
    }
}

/// <summary>Somebody else has taken the document over; nothing more may be written.</summary>
public sealed class ClaimLostException(string message) : Exception(message);
