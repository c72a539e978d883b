using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Execution;
using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Cli.Commands.Spec;

/// <summary><c>spec edit</c>: makes edits on a document as applying a proposal would, and shows what comes of it.</summary>
internal static class EditCommand
{
    public static Command Make()
    {
        var document = new Argument<string>("document") { Description = "A blueprint or a tenant's config" };
        var (edits, with, registries, output) = (SpecInput.Edits(), DiffCommand.With(), SpecInput.Registries(), CommonOptions.Output());
        edits.Required = true;
        var write = new Option<bool>("--write") { Description = "Write the document; without it, only show what would be written" };
        var command = new Command("edit", "Make edits on a document, and say what they do") { document, edits, with, registries, write, output };
        command.SetAction(parsed =>
        {
            var was = SpecInput.Read(parsed.GetValue(document)!);
            var wanted = SpecInput.ReadEdits(parsed.GetValue(edits)!);
            var compiled = EditCompiler.Compile(was, wanted);
            var change = SpecChange.Of(was, SpecInput.Edited(was, wanted, compiled), parsed.GetValue(with), SpecInput.ReadRegistries(parsed.GetValue(registries)));
            var built = compiled is CompileResult.Changed ? Candidate.Build(was, wanted, null) : null;
            if (parsed.GetValue(output) == "json") Terminal.Json(ProposalJson.Text(Json(was, wanted, compiled, change)));
            else Show(was, wanted, compiled, built, change);
            if (parsed.GetValue(write) && compiled is CompileResult.Changed) Write(was, built!);
        });
        return command;
    }

    private static JsonObject Json(SpecDocument was, IReadOnlyList<SpecEdit> wanted, CompileResult compiled, SpecChange change)
    {
        var json = change.Json();
        json.Insert(0, "inverse", new JsonArray([.. EditCompiler.Inverse(was, wanted).Select(edit => JsonSerializer.SerializeToNode(edit, SpecJson.Default.SpecEdit))]));
        json.Insert(0, "patch", compiled is CompileResult.Changed changed ? JsonNode.Parse(changed.Edits.Patch.ToString()) : new JsonArray());
        return json;
    }

    private static void Show(SpecDocument was, IReadOnlyList<SpecEdit> wanted, CompileResult compiled, CandidateResult? built, SpecChange change)
    {
        foreach (var edit in wanted) Terminal.Answer($"[yellow]~[/] {Terminal.Plain(edit.Sentence)}");
        if (compiled is not CompileResult.Changed changed) Terminal.Answer($"[green]{Terminal.Plain(was.Place.Name)} says so already[/]");
        else if (built is CandidateResult.Built candidate) Terminal.Answer(Terminal.Diff(UnifiedDiff.Of(was.Bytes.Span, candidate.Bytes, was.Place.Name)));
        else Terminal.Answer(Terminal.Plain(changed.Edits.Patch.ToString()));
        change.Show();
    }

    private static void Write(SpecDocument was, CandidateResult built)
    {
        if (built is not CandidateResult.Built candidate) throw new CommandException(built is CandidateResult.Refused refused ? refused.Reason : $"{was.Place.Name} says so already", ExitCode.Refused);
        var path = was.Place.FullPath!;
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(beside, candidate.Bytes);
        File.Move(beside, path, overwrite: true);
        Terminal.Note($"wrote {Terminal.Plain(was.Place.Name)}");
    }
}
