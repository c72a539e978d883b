using System.Text.Json;
using System.Text.RegularExpressions;

namespace Regenerator.Cli.Configuration;

/// <summary>
/// A value that must not be shown. Written as <c>${env:NAME}</c> or <c>${file:path}</c> (relative to the configuration), and looked up only when it
/// is needed, so that a command that needs no secret runs without one.
/// </summary>
internal sealed partial class Secret : IFromJson<Secret>
{
    private readonly Func<string> reveal;

    private Secret(Func<string> reveal) => this.reveal = reveal;

    public static Secret Of(string value) => new(() => value);

    /// <summary>Written as a secret that stands elsewhere.</summary>
    public static bool IsReference(string text) => Reference().IsMatch(text);

    /// <exception cref="ConfigurationException">The variable or the file is missing; says which one, and which setting wants it.</exception>
    public string Reveal() => reveal();

    public override string ToString() => "***";

    public static Secret? Read(PositionedJson node, ConfigurationFile file)
    {
        const string Forms = "${env:NAME} or ${file:path}";
        if (node.Kind != JsonValueKind.String)
        {
            file.Problem(node.Place, $"{node.Path}: a secret is written as {Forms}"); // what was seen stays unsaid: it may be the secret
            return null;
        }

        if (Reference().Match(node.Text) is { Success: true } match)
        {
            var (source, name) = (match.Groups["source"].Value, match.Groups["name"].Value);
            var where = $"{file.Name}:{node.Place}: {node.Path}";
            return new Secret(source == "env" ? () => Variable(name, where) : () => Content(Path.Combine(file.Folder, name), name, where));
        }

        if (node.Text.Contains("${", StringComparison.Ordinal))
        {
            file.Problem(node.Place, $"{node.Path}: a secret is written as {Forms}, and nothing around it");
            return null;
        }

        file.Warn(node, $"the secret stands in the file; {Forms} keeps it out");
        return Of(node.Text);
    }

    private static string Variable(string name, string where) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new ConfigurationException($"{where}: the environment variable {name} is not set");

    private static string Content(string path, string name, string where)
    {
        try
        {
            // Editors and `echo` end a file with a line break, which no secret has.
            return File.ReadAllText(path).TrimEnd('\r', '\n') is { Length: > 0 } value ? value : throw new ConfigurationException($"{where}: the file {name} is empty");
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"{where}: the file {name} is not there");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{where}: the file {name} can not be read");
        }
    }

    [GeneratedRegex(@"^\$\{(?<source>env|file):(?<name>[^}]+)\}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
