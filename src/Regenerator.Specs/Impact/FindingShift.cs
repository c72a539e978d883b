using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;

namespace Regenerator.Specs.Impact;

/// <summary>What a change of the blueprint does to the findings about one tenant.</summary>
public sealed record FindingShift(IReadOnlyList<Finding> Gained, IReadOnlyList<Finding> Lost)
{
    public static FindingShift None { get; } = new([], []);

    /// <summary>Judges tenant after tenant, for a <see cref="BlastRadius"/>: the findings about their own documents, not those of the blueprint.</summary>
    public static Func<TenantAppConfig, FindingShift> Between(AppBlueprintSpec before, AppBlueprintSpec after, ValidationContext context) => tenant =>
    {
        var changes = ValidationReport.Compare(AppConfig.ValidateTenant(before, tenant, context), AppConfig.ValidateTenant(after, tenant, context));
        return changes.Introduced.Count + changes.Fixed.Count == 0 ? None : new FindingShift(changes.Introduced, changes.Fixed);
    };
}
