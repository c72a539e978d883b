using System.Text;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>What edits come to on one document, as it is at this moment.</summary>
public abstract record CompileResult
{
    private CompileResult()
    {
    }

    public sealed record Changed(CompiledEdits Edits) : CompileResult;

    /// <summary>The document says it already.</summary>
    public sealed record AlreadyTrue : CompileResult;

    /// <param name="Edit">Index of the edit.</param>
    /// <param name="Reason">One clause.</param>
    public sealed record Refused(int Edit, string Reason) : CompileResult;
}

/// <param name="Patch">Guarded: it refuses to apply where what it touches is no longer what it was.</param>
/// <param name="Touched">By identity, in the order in which they were touched.</param>
/// <param name="After">The document with the patch applied.</param>
public sealed record CompiledEdits(JsonPatch Patch, IReadOnlyList<TouchedElement> Touched, JsonObject After)
{
    /// <summary>The changed document, to resolve and to validate. It lies nowhere: its bytes are not those that applying would write.</summary>
    /// <param name="document">The one that the edits were compiled against.</param>
    /// <exception cref="SpecFormatException">It is no such document any more.</exception>
    public SpecDocument On(SpecDocument document) => SpecDocument.Read(document.Kind, SpecPlace.Code(document.Place.Name), Encoding.UTF8.GetBytes(After.ToJsonString()));
}

/// <summary>An element that edits touch.</summary>
/// <param name="Element">By identity: <c>workflowOverrides[checkout]</c>.</param>
/// <param name="Before">Canonical JSON of what stood there; null: nothing did.</param>
public sealed record TouchedElement(string Element, string? Before)
{
    /// <summary>The same element, or one inside the other: <c>featureFlags</c> holds <c>featureFlags[wishlist]</c>.</summary>
    public bool Overlaps(TouchedElement other) => Holds(Element, other.Element) || Holds(other.Element, Element);

    private static bool Holds(string outer, string inner) => inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '[' or '.') || outer is "$";
}
