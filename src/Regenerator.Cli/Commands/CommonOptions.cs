using System.CommandLine;
using Regenerator.Cli.Configuration;
using Regenerator.Proposals;

namespace Regenerator.Cli.Commands;

/// <summary>Options that several commands share, made anew for each.</summary>
internal static class CommonOptions
{
    public static Option<bool> Once() => new("--once") { Description = "One pass over what has closed, then end" };

    public static Option<bool> Detailed() => new("--detailed-exitcode") { Description = "Exit code 2 when proposals were opened" };

    public static Option<string> Output()
    {
        var option = new Option<string>("--output") { Description = "text, or json for programs", DefaultValueFactory = _ => "text", HelpName = "text|json" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not ("text" or "json")) result.AddError($"--output: «{result.GetValueOrDefault<string>()}» is no format; text or json");
        });
        return option;
    }

    /// <param name="least">The shortest that is allowed; zero allows zero.</param>
    /// <param name="most">The longest.</param>
    public static Option<TimeSpan?> Time(string name, string description, TimeSpan standard, TimeSpan least, TimeSpan most) => new(name)
    {
        Description = $"{description} [default: {Duration.Text(standard)}]",
        HelpName = "duration",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Duration.TryParse(text, out var duration, out var reason, allowZero: least == TimeSpan.Zero) && duration >= least && duration <= most) return duration;
            result.AddError($"{name}: {reason ?? $"«{text}» is out of range; allowed: {Duration.Text(least)} to {Duration.Text(most)}"}");
            return standard;
        },
    };

    public static Option<Confidence> MinConfidence() => new("--min-confidence")
    {
        Description = "Leave alone what a rule is less sure of [default: low]",
        HelpName = "low|medium|high",
        CustomParser = result =>
        {
            switch (result.Tokens.Count == 1 ? result.Tokens[0].Value : "")
            {
                case "low": return Confidence.Low;
                case "medium": return Confidence.Medium;
                case "high": return Confidence.High;
                case var other:
                    result.AddError($"--min-confidence: «{other}» is no confidence; low, medium or high");
                    return Confidence.Low;
            }
        },
    };

    /// <summary>Why somebody does something that is kept: where it has to be given, blank is not given.</summary>
    public static Option<string> Reason(string description)
    {
        var option = new Option<string>("--reason") { Description = description, Required = true };
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>())) result.AddError("--reason: it is empty; say why in a few words");
        });
        return option;
    }

    public static Option<string?> Workspace() => new("--workspace") { Description = "Folder with regenerator.json; default: here", HelpName = "folder" };

    public static Option<string?> Actor(string description = "Who decides") => new("--as") { Description = $"{description}; default: you, by your login name", HelpName = "name" };

    public static Option<string?> Store() => new("--store") { Description = "The store that «run» wrote to; default: .regenerator/store.db", HelpName = "file" };
}
