namespace Regenerator.Specs.Validation;

/// <summary>A blueprint, a tenant's config or a resolved view has errors, and the caller wanted none.</summary>
/// <param name="report">Everything that was found, warnings included.</param>
public sealed class AppConfigInvalidException(ValidationReport report) : Exception($"{report.Of} is invalid")
{
    public ValidationReport Report { get; } = report;
}
