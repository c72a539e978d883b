using System.ComponentModel.DataAnnotations;
using Regenerator.Proposals;

namespace Regenerator.Cli.Configuration;

/// <summary>Who has to agree to a proposal.</summary>
internal sealed record ReviewConfig
{
    /// <summary><c>manual</c>: people decide; <c>auto</c>: whatever is proposed is approved.</summary>
    public ReviewPolicy Policy { get; init; } = ReviewPolicy.Manual;

    /// <summary>How many people have to approve.</summary>
    [Range(1, 100)]
    public int Approvals { get; init; } = 1;

    /// <summary>Whether who has proposed something may approve it.</summary>
    public bool AllowSelfApproval { get; init; }

    /// <summary>Proposals that need more than the others; of several that fit, all are asked.</summary>
    public IReadOnlyList<DemandConfig> Demands { get; init; } = [];

    /// <summary>Who may approve past the policy, with a reason that is recorded; such as <c>person:ada</c>.</summary>
    public IReadOnlyList<string> Bypass { get; init; } = [];

    /// <summary>What nobody has decided about for so long expires. Default: 14 d.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromDays(14);
}

/// <summary>What some proposals need; every condition that is set must hold.</summary>
internal sealed record DemandConfig
{
    /// <summary>Types of specs that they are about, such as <c>workflow</c>; absent: any.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>How sure the rule is; absent: however sure.</summary>
    public IReadOnlyList<Confidence> Confidence { get; init; } = [];

    /// <summary>Owners of the blueprint, one of whom is enough; absent: whoever owns it.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>How many people have to approve.</summary>
    [Range(1, 100)]
    public int Approvals { get; init; } = 1;

    /// <summary>One of them has to be of the blueprint's <c>meta.owners</c>.</summary>
    public bool OfAnOwner { get; init; }
}

internal enum ReviewPolicy
{
    Manual,
    Auto,
}

/// <summary>How much may wait for people at a time.</summary>
internal sealed record BudgetConfig
{
    /// <summary>What is counted together: everything, what one rule proposes, what is for one tenant, for tenants of one value of a label, or for blueprints of one owner.</summary>
    public required BudgetOf Of { get; init; }

    /// <summary>Which label, where one is counted.</summary>
    public string? Label { get; init; }

    /// <summary>Items that may be open at once.</summary>
    [Range(1, 1_000_000)]
    public int? Open { get; init; }

    /// <summary>Items that may be put before people within an hour.</summary>
    [Range(1, 1_000_000)]
    public int? NewPerHour { get; init; }
}
