namespace Regenerator.Specs.Validation;

/// <summary>How much a finding weighs. Only errors make a document invalid.</summary>
public enum Severity
{
    Error,
    Warning,
    Info,
}

/// <summary>One thing that is wrong, or odd, about a blueprint or a tenant's config.</summary>
/// <param name="Code">Stable, such as <c>MISSING_REQUIRED_SLOT</c>; documented one by one.</param>
/// <param name="Path">As the apps' own runtime names the place: <c>integrations.pay</c>.</param>
/// <param name="Subject">What the finding is about, by identity, so that the same finding is known again after the document was reordered.</param>
/// <param name="At">Where it stands in its document.</param>
/// <param name="Message">One sentence: what was seen, and what to write instead.</param>
public sealed record Finding(string Code, Severity Severity, string Path, string Subject, SpecSite At, string Message);
