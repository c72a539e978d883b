namespace Regenerator.Specs.Validation;

/// <summary>A kind of finding and all that a reader should know of it. The page of codes in the documentation is written from this.</summary>
/// <param name="Name">Stable and unique: documents, scripts and people refer to it.</param>
public sealed record FindingCode(string Name, Severity Severity)
{
    /// <summary>The apps' own runtime has a check of this name.</summary>
    public bool InOriginal { get; init; }

    /// <summary>What is wrong, in half a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>What was looked at, and what the app does about it.</summary>
    public required string Meaning { get; init; }

    public required string Remedy { get; init; }

    /// <summary>
    /// Documents in which the finding comes up, as one JSON object with the members <c>blueprint</c>, <c>tenant</c>, <c>registries</c>,
    /// <c>otherTenants</c> and <c>resolved</c> as far as they matter; what is left out, <c>meta</c> included, is in order.
    /// </summary>
    public required string Example { get; init; }

    /// <summary>The same documents after the remedy.</summary>
    public required string Remedied { get; init; }

    public override string ToString() => Name;
}
