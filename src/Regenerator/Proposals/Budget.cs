using Regenerator.Contexts;

namespace Regenerator.Proposals;

/// <summary>How much may wait for people at a time. What is over it is held: counted and shown, but nobody is told until there is room.</summary>
/// <param name="Of">What is counted together.</param>
public sealed record Budget(BudgetOf Of)
{
    internal static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>For everybody: 500 open at once, 100 of one rule.</summary>
    public static IReadOnlyList<Budget> Usual { get; } = [new(BudgetOf.Fleet) { Open = 500 }, new(BudgetOf.Rule) { Open = 100 }];

    /// <summary>Which label, where a label is counted: each of its values has the budget.</summary>
    public string? Label { get; init; }

    /// <summary>Items that may be open at once; null: any number.</summary>
    public int? Open { get; init; }

    /// <summary>Items that may be put before people within an hour; null: any number.</summary>
    public int? NewPerHour { get; init; }

    /// <summary>Everything that a wish counts against, under whatever budgets there are. A change of a blueprint belongs to no tenant.</summary>
    internal static IReadOnlyList<string> Buckets(string ruleId, RegenerationContext context, bool tenantScoped)
    {
        string[] shared = ["fleet", $"rule:{ruleId}", .. (context.Blueprint.Meta.Owners ?? []).Select(OwnerBucket)];
        return tenantScoped ? [.. shared, $"context:{context.Id}", .. context.Labels.Select(label => $"label:{label.Key}={label.Value}").Order(StringComparer.Ordinal)] : shared;
    }

    internal static string OwnerBucket(string owner) => $"owner:{owner}";

    internal bool Covers(string bucket) => Of switch
    {
        BudgetOf.Fleet => string.Equals(bucket, "fleet"),
        BudgetOf.Rule => bucket.StartsWith("rule:", StringComparison.Ordinal),
        BudgetOf.Context => bucket.StartsWith("context:", StringComparison.Ordinal),
        BudgetOf.Owner => bucket.StartsWith("owner:", StringComparison.Ordinal),
        BudgetOf.Label => bucket.StartsWith($"label:{Label}=", StringComparison.Ordinal),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>What is counted together.</summary>
public enum BudgetOf
{
    /// <summary>Everything.</summary>
    Fleet,

    /// <summary>What one rule proposes.</summary>
    Rule,

    /// <summary>What is proposed for one tenant's own document.</summary>
    Context,

    /// <summary>What is proposed for tenants of one value of a label.</summary>
    Label,

    /// <summary>What is proposed for blueprints of one owner, by <c>meta.owners</c>.</summary>
    Owner,
}

/// <summary>What waits for people.</summary>
/// <param name="Buckets">Bucket → items.</param>
/// <param name="Causes">Ids of the causes of living proposals.</param>
public sealed record InboxLoad(IReadOnlyDictionary<string, BucketLoad> Buckets, IReadOnlySet<string> Causes)
{
    public static InboxLoad None { get; } = new(new Dictionary<string, BucketLoad>(), new HashSet<string>());
}

/// <param name="Open">Items that are open now.</param>
/// <param name="New">Items that were put before people within the hour, whatever became of them.</param>
public readonly record struct BucketLoad(int Open, int New)
{
    internal BucketLoad AndOne => new(Open + 1, New + 1);
}

/// <summary>What may still be put before people in this pass.</summary>
/// <param name="share">How much of each budget may be used up before it is known what else the pass brings, 0…1. The rest is for the worst of it.</param>
internal sealed class Allowance(InboxLoad load, IReadOnlyList<Budget> budgets, double share = 1)
{
    private readonly Dictionary<string, BucketLoad> loads = load.Buckets.ToDictionary(StringComparer.Ordinal);
    private readonly HashSet<string> causes = [.. load.Causes];

    /// <summary>Whether it is one more tenant of an item that is there; from now on it is.</summary>
    public bool Joins(Cause? cause) => cause is not null && !causes.Add(cause.Id);

    /// <returns>Null: it was counted. Else which budget it would break; nothing was counted.</returns>
    public string? Take(IReadOnlyList<string> buckets)
    {
        foreach (var bucket in buckets)
        {
            var (open, shown) = loads.GetValueOrDefault(bucket);
            foreach (var budget in budgets.Where(b => b.Covers(bucket)))
            {
                if (open >= budget.Open) return $"{bucket}: {budget.Open} may be open at once";
                if (shown >= budget.NewPerHour) return $"{bucket}: {budget.NewPerHour} may be new within an hour";
                if (open >= budget.Open * share || shown >= budget.NewPerHour * share) return $"{bucket}: what is left is for the worst of the whole pass";
            }
        }

        foreach (var bucket in buckets) loads[bucket] = loads.GetValueOrDefault(bucket).AndOne;
        return null;
    }
}
