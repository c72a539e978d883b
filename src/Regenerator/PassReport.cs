using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator;

/// <summary>What one pass did, for people and programs.</summary>
public sealed record PassReport
{
    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>Watched contexts.</summary>
    public int Contexts { get; init; }

    public IReadOnlyList<CycleReport> Cycles { get; init; } = [];

    /// <summary>Contexts that could not be built.</summary>
    public IReadOnlyList<SickContext> Sick { get; init; } = [];

    /// <summary>What the sinks did not take.</summary>
    public IReadOnlyList<string> SinkFaults { get; init; } = [];

    /// <summary>What was applied in this pass, or tried to be.</summary>
    public IReadOnlyList<ApplyResult> Applies { get; init; } = [];

    /// <summary>What is odd but holds nothing up, such as series that belong to nobody; one line each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>What ended the whole pass early; null: nothing.</summary>
    public string? Fault { get; init; }

    /// <summary><see cref="Fault"/> is the store's.</summary>
    public bool StoreFaulted { get; init; }

    /// <summary>The source of contexts is at fault as a whole, such as a listing that collapsed: nothing was evaluated, so nothing was taken for absent. Null: it is not.</summary>
    public string? ContextSourceFault { get; init; }

    /// <summary>Ticks that came due during the pass before this one, and were not made up.</summary>
    public int MissedTicks { get; init; }

    /// <summary>How the providers are at the end of the pass.</summary>
    public IReadOnlyList<ProviderHealth> Providers { get; init; } = [];

    /// <summary>Contexts had more closed windows than one pass may catch up.</summary>
    public bool CutShort { get; init; }

    /// <summary>What reviewers got to see: no shadows.</summary>
    public IEnumerable<Proposal> Opened => Cycles.SelectMany(c => c.Decisions).Select(d => d.Outcome).OfType<Admission.Opened>().Select(o => o.Proposal).Where(p => !p.Shadow).DistinctBy(p => p.Id);

    public IEnumerable<Decision> Decisions => Cycles.SelectMany(c => c.Decisions);

    public IEnumerable<QuarantinedAnswer> Quarantined => Cycles.SelectMany(c => c.Quarantined);

    public int Signals => Cycles.Sum(c => c.Signals);

    public PassResult Result => Fault is not null || ContextSourceFault is not null ? PassResult.Failed : IsIncomplete ? PassResult.Incomplete : PassResult.Complete;

    /// <summary>Something was not seen that should have been: the answer to «what is wrong» may be incomplete.</summary>
    public bool IsIncomplete => Fault is not null || ContextSourceFault is not null || CutShort || Sick.Count > 0 || SinkFaults.Count > 0 || Cycles.Any(c => c.ProviderFaults.Count > 0 || c.Overtaken.Count > 0)
        || Decisions.Any(d => d.Outcome is Admission.RuleFailed or Admission.Refused);
}

public enum PassResult
{
    Complete,

    /// <summary>Something was not seen that should have been; the rest was.</summary>
    Incomplete,

    /// <summary>It ended early.</summary>
    Failed,
}

/// <summary>What one slice of a batch of contexts came to, one window each.</summary>
/// <param name="Decisions">Of contexts that were committed.</param>
/// <param name="Overtaken">Contexts that somebody else committed meanwhile.</param>
/// <param name="ProviderFaults">Who could not answer for whom, and why.</param>
/// <param name="Signals">How many were read.</param>
/// <param name="Windows">From the oldest to the newest.</param>
public sealed record CycleReport(
    IReadOnlyList<Decision> Decisions, IReadOnlyList<CommitOutcome.Overtaken> Overtaken, IReadOnlyList<ProviderFault> ProviderFaults, int Signals, IReadOnlyList<TimeWindow> Windows)
{
    /// <summary>Answers that could not be read; their contexts are among those of <see cref="ProviderFaults"/>.</summary>
    public IReadOnlyList<QuarantinedAnswer> Quarantined { get; init; } = [];
}

/// <param name="Contexts">For whom it could not answer.</param>
public sealed record ProviderFault(string Provider, string Reason, IReadOnlyList<string> Contexts);
