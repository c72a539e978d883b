using System.CommandLine;
using Regenerator.Cli.Output;

namespace Regenerator.Cli.Commands.Spec;

/// <summary><c>spec schema</c>: the JSON Schema that editors complete and check a file with. <c>init</c> writes the same files.</summary>
internal static class SchemaCommand
{
    private static readonly string[] Names = ["blueprint", "tenant", "regenerator"];

    public static Command Make()
    {
        var name = new Argument<string>("document") { Description = "blueprint, tenant, or regenerator for regenerator.json" };
        name.CompletionSources.Add(Names);
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } other && !Names.Contains(other)) result.AddError($"«{other}» is no schema; blueprint, tenant or regenerator");
        });
        var command = new Command("schema", "Print the JSON Schema of a document") { name };
        command.SetAction(parsed =>
        {
            using var schema = typeof(SchemaCommand).Assembly.GetManifestResourceStream($"init/schema/{parsed.GetValue(name)}.schema.json")!;
            using var text = new StreamReader(schema);
            Terminal.Json(text.ReadToEnd().TrimEnd());
        });
        return command;
    }
}
