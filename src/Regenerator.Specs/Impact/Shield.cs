namespace Regenerator.Specs.Impact;

/// <summary>An override that keeps a change of the blueprint from its tenant.</summary>
/// <param name="Element">What the tenant is spared, in the resolved view: <c>workflows.checkout</c>.</param>
/// <param name="At">The override.</param>
/// <param name="Sentence">«workflowOverrides[checkout] pins checkout.safe@1.2.0».</param>
public sealed record Shield(string Element, SpecSite At, string Sentence);
