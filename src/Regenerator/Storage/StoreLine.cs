using System.Text.Json.Serialization;

namespace Regenerator.Storage;

/// <summary>
/// One thing that a store keeps, in a form that every store can give and take. The JSON of proposals and events is text within it: what hashes cover is
/// carried as it was written.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Proposed), "proposal")]
[JsonDerivedType(typeof(Happened), "event")]
public abstract record StoreLine
{
    private StoreLine()
    {
    }

    /// <summary>A proposal; its events follow, from the first to the last, then its evidence and its steps.</summary>
    public sealed record Proposed(string Id, string Json) : StoreLine;

    /// <param name="Id">The proposal's.</param>
    public sealed record Happened(string Id, KeptEvent Kept) : StoreLine;
}
