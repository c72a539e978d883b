namespace Regenerator.Specs;

/// <summary>A place in a document's own text, as editors count.</summary>
/// <param name="File">As a reader would look for it: <see cref="SpecPlace.Name"/>.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in UTF-16 units; a byte order mark takes none.</param>
public sealed record SpecPosition(string File, long Line, long Column)
{
    /// <summary><c>tenants/acme.json:12:5</c>: terminals and editors make a link of it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
