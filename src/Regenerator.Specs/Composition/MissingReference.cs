namespace Regenerator.Specs.Composition;

/// <summary>A reference to something that no registry has.</summary>
/// <param name="Type">What was looked for, as the apps' own runtime calls it: <c>workflow</c>, <c>integrationConnection</c>, <c>knowledgeSpace</c> …</param>
/// <param name="Identifier">What it is called there: <c>key.v1.0.0</c>, <c>checkout -> key.v1.0.0</c>, <c>connection:acme-stripe</c>.</param>
/// <param name="From">Where it is referred to: the document whose reference is in force.</param>
public sealed record MissingReference(string Type, string Identifier, SpecSite From)
{
    public override string ToString() => $"{Type}:{Identifier}";
}
