using Regenerator.Execution;
using Regenerator.Review;
using Regenerator.Studio.Access;

namespace Regenerator.Studio;

/// <summary>What a Studio is a window to.</summary>
public sealed record StudioOptions
{
    /// <summary>Whose store, reviewer and health are shown.</summary>
    public required RegeneratorService Service { get; init; }

    /// <summary>What the service was made of.</summary>
    public required RegeneratorOptions Engine { get; init; }

    /// <summary>Carries out what people apply; null: nobody can apply from here.</summary>
    public Applier? Applier { get; init; }

    /// <summary>Says what applying would do; null: nobody can ask.</summary>
    public IProposalExecutor? Executor { get; init; }

    /// <summary>Makes proposals that take back what was applied; null: nobody can from here.</summary>
    public RollbackDesk? Rollbacks { get; init; }

    /// <summary>Approving applies at once.</summary>
    public bool ApplyOnApprove { get; init; } = true;

    /// <summary>A name for what is watched, such as <c>production</c>; null: none.</summary>
    public string? Environment { get; init; }

    /// <summary>Who is signed in to the pages, and the links that sign in.</summary>
    public Sessions Sessions { get => field ??= new Sessions(Engine.Time); init; }

    /// <summary>For looking only.</summary>
    internal RecentContexts Contexts => field ??= new RecentContexts(Service.Contexts, Engine.Time);

    /// <summary>Somebody without a link asks for one: print it where only those can read it who may have it. Null: nobody is asked.</summary>
    public Action? LinkWanted { get; init; }
}
