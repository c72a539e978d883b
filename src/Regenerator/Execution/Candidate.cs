using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;
using Regenerator.Specs.Registries;

namespace Regenerator.Execution;

/// <summary>The new version of a document, made before anything live has changed. Pure.</summary>
public static class Candidate
{
    /// <summary>
    /// Compiles the edits on the document as it is, raises its version, splices both into its bytes so that nothing else changes, and
    /// reads the result back.
    /// </summary>
    /// <param name="at">What it finds as <c>updatedAt</c>; null leaves that as it is.</param>
    public static CandidateResult Build(SpecDocument document, IReadOnlyList<SpecEdit> edits, DateTimeOffset? at)
    {
        if (edits.Count == 0) return new CandidateResult.Refused("the change is only described in words; there are no edits to make");
        var compiled = EditCompiler.Compile(document, edits);
        if (compiled is CompileResult.AlreadyTrue) return new CandidateResult.AlreadyTrue();
        if (compiled is CompileResult.Refused refused) return new CandidateResult.Refused($"{edits[refused.Edit].Sentence}: {refused.Reason}");
        if (document.Place.ReadOnlyReason is { } reason) return new CandidateResult.Refused($"{document.Place.Name}: {reason}");
        var changed = ((CompileResult.Changed)compiled).Edits;
        if (Bookkeeping(document, changed.After, string.Join("; ", edits.Select(edit => edit.Sentence)), at) is not { } bookkeeping)
            return new CandidateResult.Refused($"{document.Place.Name}: «{document.Version}» is neither a semantic version nor an integer, so the next one is not known");
        return Splice(document, new JsonPatch([.. changed.Patch.Operations, .. bookkeeping]), changed);
    }

    private static CandidateResult Splice(SpecDocument document, JsonPatch patch, CompiledEdits edits)
    {
        try
        {
            return JsonSplice.Apply(document.Bytes.Span, patch) switch
            {
                SpliceResult.Spliced spliced => new CandidateResult.Built(document.With(spliced.Bytes), spliced.Bytes, patch, edits),
                SpliceResult.Refused refused => new CandidateResult.Refused($"{document.Place.Name}: {refused.Reason}"),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (SpecFormatException problem)
        {
            return new CandidateResult.Refused($"the changed document would not read: {problem.Problem}");
        }
    }

    // The version is raised beside the patch that was approved: it says nothing about the app.
    private static List<JsonPatchOperation>? Bookkeeping(SpecDocument document, JsonObject after, string summary, DateTimeOffset? at)
    {
        if (SemanticVersion.Next(document.Version) is not { } next) return null;
        var meta = (JsonObject)after["meta"]!;
        var number = meta["version"]!.GetValueKind() == JsonValueKind.Number;
        List<JsonPatchOperation> operations = [new JsonPatchOperation.Replace(JsonPointer.Of("meta", "version"), JsonElement.Parse(number ? next : JsonSerializer.Serialize(next, RegeneratorJson.Default.String)))];
        if (at is { } moment) operations.AddRange(Set(document, meta, "updatedAt", moment.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ")));
        operations.AddRange(Set(document, meta, "changeSummary", summary));
        return operations;
    }

    // A tenant's meta defines these members; a blueprint's gets them only where somebody put them.
    private static IEnumerable<JsonPatchOperation> Set(SpecDocument document, JsonObject meta, string member, string text)
    {
        var path = JsonPointer.Of("meta", member);
        var value = JsonSerializer.SerializeToElement(text, RegeneratorJson.Default.String);
        if (meta.ContainsKey(member)) yield return new JsonPatchOperation.Replace(path, value);
        else if (document.Kind == SpecKind.Tenant) yield return new JsonPatchOperation.Add(path, value);
    }
}

public abstract record CandidateResult
{
    private CandidateResult()
    {
    }

    /// <param name="Document">The candidate, read back from its bytes.</param>
    /// <param name="Patch">All that differs, the raised version included.</param>
    /// <param name="Edits">What the edits alone compiled to.</param>
    public sealed record Built(SpecDocument Document, byte[] Bytes, JsonPatch Patch, CompiledEdits Edits) : CandidateResult;

    public sealed record AlreadyTrue : CandidateResult;

    public sealed record Refused(string Reason) : CandidateResult;
}
