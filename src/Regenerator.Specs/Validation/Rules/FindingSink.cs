namespace Regenerator.Specs.Validation.Rules;

/// <summary>Where rules leave what they find, in the order in which they find it.</summary>
internal sealed class FindingSink
{
    private List<Finding>? findings;

    public IReadOnlyList<Finding> Findings => findings ?? (IReadOnlyList<Finding>)[];

    /// <param name="subject">Identity of what is wrong, without indexes; with the value when another value would be another finding.</param>
    public void Add(FindingCode code, Spot at, string subject, string message) =>
        (findings ??= []).Add(new Finding(code.Name, code.Severity, at.Path, subject, at.Site, message));

    public void AddRange(IReadOnlyList<Finding> known)
    {
        if (known.Count > 0) (findings ??= []).AddRange(known);
    }
}
