using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>What undoes edits, one after the other, the last one first.</summary>
internal static class EditInverse
{
    public static IReadOnlyList<SpecEdit> Of(SpecDocument document, IReadOnlyList<SpecEdit> edits)
    {
        var target = new EditTarget(document.Kind, document.Tree());
        var undo = new Stack<SpecEdit>();
        foreach (var edit in edits)
        {
            var (before, known) = ((JsonObject)target.Tree.DeepClone(), target.Operations.Count);
            if (EditCompiler.Compile(target, edit) is not null) return [];
            var operations = new JsonPatch(target.Operations.Skip(known));
            foreach (var step in Step(document.Kind, before, target.Tree, operations).Reverse()) undo.Push(step);
        }

        return [.. undo];
    }

    // Edits with a name, where they restore the document as it was written; else the operations turned round.
    private static IEnumerable<SpecEdit> Step(SpecKind kind, JsonObject before, JsonObject after, JsonPatch operations)
    {
        if (operations.Operations.Count == 0) return [];
        var named = EditReader.Between(kind, after, before);
        return named.Count > 0 && Restores(kind, before, after, named) ? named : [new SpecEdit.Patch(operations.Inverse(before))];
    }

    private static bool Restores(SpecKind kind, JsonObject before, JsonObject after, IReadOnlyList<SpecEdit> edits)
    {
        var target = new EditTarget(kind, (JsonObject)after.DeepClone());
        return !edits.Any(edit => edit is SpecEdit.Patch || EditCompiler.Compile(target, edit) is not null)
            && string.Equals(target.Tree.ToJsonString(), before.ToJsonString());
    }
}
