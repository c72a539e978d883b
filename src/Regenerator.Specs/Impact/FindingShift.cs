using Regenerator.Specs.Validation;

namespace Regenerator.Specs.Impact;

/// <summary>What a change of the blueprint does to the findings about one tenant.</summary>
public sealed record FindingShift(IReadOnlyList<Finding> Gained, IReadOnlyList<Finding> Lost)
{
    public static FindingShift None { get; } = new([], []);
}
