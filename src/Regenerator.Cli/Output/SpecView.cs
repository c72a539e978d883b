using System.Text.Json.Nodes;

namespace Regenerator.Cli.Output;

/// <summary>A resolved view as people read it: one line per value, by its path.</summary>
internal static class SpecView
{
    public static void Tree(string id, JsonObject resolved)
    {
        Terminal.Answer($"[bold]{Terminal.Plain(id)}[/]");
        foreach (var (section, value) in resolved) Show(section, value);
    }

    private static void Show(string path, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject reference when reference.ContainsKey("key") && reference.Count == (reference.ContainsKey("version") ? 2 : 1):
                Terminal.Answer($"  [grey]{Terminal.Plain(path)}[/]  {Terminal.Plain($"{reference["key"]}{(reference["version"] is { } version ? $"@{version}" : "")}")}");
                break;
            case JsonObject members:
                foreach (var (name, member) in members) Show($"{path}.{name}", member);
                break;
            case JsonArray list:
                foreach (var (i, element) in list.Index()) Show($"{path}[{(element as JsonObject)?["key"] ?? (element as JsonObject)?["path"] ?? i}]", element);
                break;
            default:
                Terminal.Answer($"  [grey]{Terminal.Plain(path)}[/]  {Terminal.Plain(value?.ToString() ?? "null")}");
                break;
        }
    }
}
