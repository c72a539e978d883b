using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary>What belongs to no section: the notes, and the raw patch.</summary>
internal static class DocumentEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        new EditKind<SpecEdit.SetNotes>("setNotes")
        {
            Sample = new("on trial until spring"),
            From = body => new(body.TextOrNull("notes")),
            To = edit => new JsonObject { ["notes"] = edit.Notes },
            Words = edit => edit.Notes is null ? "remove the notes" : $"set the notes to «{edit.Notes}»",
            OnBlueprint = new("`notes`; `null` removes", Set),
            OnTenant = new("`notes`, before the blueprint's; `null` removes", Set),
        },
        new PatchKind(),
    ];

    /// <summary>The edit that may lead from some notes to others.</summary>
    public static IEnumerable<SpecEdit> Of(SectionChange change) => [new SpecEdit.SetNotes(References.Text(change.Value))];

    private static string? Set(EditTarget target, SpecEdit.SetNotes edit) => target.SetOrClear(JsonPointer.Of("notes"), edit.Notes);

    private sealed class PatchKind() : EditKind("patch")
    {
        private static readonly EditMeaning<SpecEdit.Patch> Meaning = new("as it is, guarded", Patch);

        public override Type Case => typeof(SpecEdit.Patch);

        public override SpecEdit Example => new SpecEdit.Patch(JsonPatch.Parse("""[{"op":"add","path":"/meta/owners","value":["shop-team"]}]"""));

        public override IReadOnlyList<string>? Members => null;

        public override SpecEdit Read(EditBody body)
        {
            try
            {
                return new SpecEdit.Patch(JsonPatch.Parse(body.Json));
            }
            catch (FormatException problem)
            {
                throw new JsonException(problem.Message, problem);
            }
        }

        public override void Write(Utf8JsonWriter writer, SpecEdit edit) => ((SpecEdit.Patch)edit).Operations.WriteTo(writer);

        public override string Sentence(SpecEdit edit) => $"patch {string.Join(", ", Changes((SpecEdit.Patch)edit).Select(o => $"{o.Name} {o.Path}"))}";

        public override EditMeaning On(SpecKind document) => Meaning;

        public override string? Compile(EditTarget target, SpecEdit edit) => Patch(target, (SpecEdit.Patch)edit);

        private static JsonPatchOperation[] Changes(SpecEdit.Patch patch) => [.. patch.Operations.Operations.Where(o => o is not JsonPatchOperation.Test)];

        private static string? Patch(EditTarget target, SpecEdit.Patch patch)
        {
            var changes = Changes(patch);
            if (changes.Length == 0) return "a patch of tests only changes nothing";

            // Without its guards: where it has been applied, what they ask for is gone, and what it wants is there.
            if (new JsonPatch(changes).Apply(target.Tree) is PatchResult.Applied applied && string.Equals(CanonicalJson.Digest(applied.Document), CanonicalJson.Digest(target.Tree))) return null;
            return patch.Operations.Operations.Select(target.Do).FirstOrDefault(reason => reason is not null);
        }
    }
}
