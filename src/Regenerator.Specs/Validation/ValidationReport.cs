using System.Text.Json.Serialization;

namespace Regenerator.Specs.Validation;

/// <summary>What validation found.</summary>
/// <param name="Of">What was looked at: <c>App blueprint shop.v1.0.0</c>, <c>Tenant app config acme-shop for shop.v1.0.0</c>.</param>
/// <param name="Findings">In the order of the rules: the blueprint's own first.</param>
public sealed record ValidationReport(string Of, IReadOnlyList<Finding> Findings)
{
    [JsonIgnore]
    public IEnumerable<Finding> Errors => Findings.Where(f => f.Severity == Severity.Error);

    [JsonIgnore]
    public IEnumerable<Finding> Warnings => Findings.Where(f => f.Severity == Severity.Warning);

    [JsonIgnore]
    public IEnumerable<Finding> Infos => Findings.Where(f => f.Severity == Severity.Info);

    /// <summary>There are no errors.</summary>
    [JsonIgnore]
    public bool IsValid => !Errors.Any();

    /// <summary>What a change of the documents brought, left and took away.</summary>
    public static FindingChanges Compare(ValidationReport before, ValidationReport after) => FindingChanges.Between(before.Findings, after.Findings);

    /// <exception cref="AppConfigInvalidException">There are errors.</exception>
    public void ThrowIfInvalid()
    {
        if (!IsValid) throw new AppConfigInvalidException(this);
    }
}
