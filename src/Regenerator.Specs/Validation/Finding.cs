using System.Text.Json.Serialization;

namespace Regenerator.Specs.Validation;

/// <summary>One thing that is wrong, or odd, about a blueprint or a tenant's config.</summary>
/// <param name="Code">Stable, such as <c>MISSING_REQUIRED_SLOT</c>; see <see cref="FindingCodes"/>.</param>
/// <param name="Severity">That of the code.</param>
/// <param name="Path">As the apps' own runtime names the place: <c>integrations.pay</c>.</param>
/// <param name="Subject">What the finding is about, by identity, so that the same finding is known again after the document was reordered.</param>
/// <param name="At">Where it stands in its document.</param>
/// <param name="Message">One sentence: what was seen, and what to write instead.</param>
public sealed record Finding(
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Severity Severity,
    string Path,
    string Subject,
    SpecSite At,
    string Message)
{
    /// <summary>Where two reports are compared, findings of one identity are the same finding.</summary>
    internal (string Code, SpecKind Document, string Subject) Identity => (Code, At.Document, Subject);

    /// <summary><c>error UNKNOWN_ROUTE_WORKFLOW at tenant /routeOverrides/0/workflow: …</c></summary>
    public override string ToString() => $"{(Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" })} {Code} at {At}: {Message}";
}
