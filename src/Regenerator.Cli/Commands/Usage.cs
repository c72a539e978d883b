using System.CommandLine;

namespace Regenerator.Cli.Commands;

/// <summary>What is wrong with a command line, in one line each that says what is known instead.</summary>
internal static class Usage
{
    public static IEnumerable<string> Problems(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var unmatched = parsed.UnmatchedTokens;
        if (command.Subcommands.Count > 0 && (command.Action is null || unmatched.Any(token => !token.StartsWith('-'))))
            return [$"{(unmatched.Count == 0 ? "a command is missing" : $"there is no command «{unmatched[0]}»")}; known: {string.Join(", ", command.Subcommands.Select(c => c.Name))}"];
        var strange = unmatched.Select(token => token.StartsWith('-')
            ? NoOption(command, token)
            : $"«{token}» is too much; {command.Name} takes {string.Join(' ', command.Arguments.Select(a => $"<{a.HelpName ?? a.Name}>"))}").ToArray();
        return strange.Length > 0 ? strange : parsed.Errors.Select(e => e.Message).Distinct();
    }

    /// <summary>As it is typed, from the first word.</summary>
    public static string NameOf(Command command) =>
        command is RootCommand ? "regenerator" : $"{(command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? NameOf(parent) : "regenerator")} {command.Name}";

    public static string NoOption(Command command, string token) =>
        $"there is no option «{token}»; known: {string.Join(", ", command.Options.Select(o => o.Name).Order(StringComparer.Ordinal))}";
}
