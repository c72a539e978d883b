using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>
/// Turns edits into a guarded JSON Patch against a document as it is now. Reformatting, reordering and changes elsewhere do not matter:
/// the edits are simply compiled again. Pure.
/// </summary>
public static class EditCompiler
{
    public static CompileResult Compile(SpecDocument document, IReadOnlyList<SpecEdit> edits)
    {
        var target = new EditTarget(document.Kind, document.Tree());
        for (var i = 0; i < edits.Count; i++)
            if (Compile(target, edits[i]) is { } reason) return new CompileResult.Refused(i, reason);
        return target.Result();
    }

    /// <summary>
    /// The same edits, raw patches with guards on what stands there once the edits before them are made. Edits that do not fit the document
    /// come back as they are: compiling them says why.
    /// </summary>
    public static IReadOnlyList<SpecEdit> Guard(SpecDocument document, IReadOnlyList<SpecEdit> edits)
    {
        var target = new EditTarget(document.Kind, document.Tree());
        var guarded = new List<SpecEdit>(edits.Count);
        foreach (var edit in edits)
        {
            var before = target.Operations.Count;
            if (Compile(target, edit) is not null) return edits;
            guarded.Add(edit is SpecEdit.Patch && target.Operations.Count > before ? new SpecEdit.Patch(new JsonPatch(target.Operations.Skip(before))) : edit);
        }

        return guarded;
    }

    /// <summary>
    /// The edits that undo these on the document that they make of this one: edits with a name where they restore the tree as it was
    /// written, order of members included, a raw patch where they do not. Empty: the edits change nothing, or do not fit.
    /// </summary>
    /// <remarks>
    /// Spliced into the bytes, they restore those of a document that is laid out alike throughout. What is removed takes the knowledge of its
    /// layout along, so these come back in the document's usual way: a section or element laid out unlike its neighbours, blank lines in what
    /// went, letters written as <c>\u00e9</c>, and whitespace within an empty list.
    /// </remarks>
    public static IReadOnlyList<SpecEdit> Inverse(SpecDocument document, IReadOnlyList<SpecEdit> edits) => EditInverse.Of(document, edits);

    internal static string? Compile(EditTarget target, SpecEdit edit) => EditKinds.Of(edit).Compile(target, edit);
}
