using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Specs;
using Regenerator.Specs.Resolution;

namespace Regenerator.Cli.Configuration;

/// <summary>What a configuration names and nothing here answers to: allowed, since it may come, but mostly a slip that nobody would notice otherwise.</summary>
internal static class Unanswered
{
    /// <param name="file">As messages call the configuration.</param>
    /// <param name="snapshot">With a sick context nothing is said of contexts: it may be the one.</param>
    /// <returns>One line each, with its place.</returns>
    public static IEnumerable<string> Of(WorkspaceConfig config, string file, ContextSnapshot snapshot)
    {
        var contexts = snapshot.Sick.Count == 0 ? snapshot.Contexts : [];
        var odd = contexts.Count == 0 ? [] : config.Rules.SelectMany(rule => Parts(rule, contexts).Concat(Slots(rule, contexts)));
        return odd.Select(one => $"{file}:{one.Node.Place}: {one.Node.Path}: {one.Reason}").Concat(Programs(config).Select(reason => $"{file}: {reason}"));
    }

    private static IEnumerable<(PositionedJson Node, string Reason)> Parts(RuleEntry rule, IReadOnlyList<RegenerationContext> contexts) =>
        from part in rule.Where
        where !contexts.Any(part.Labels.Matches)
        let seen = part.Labels.Labels.Keys.Select(label => $"{label}: {Known(contexts.Select(c => c.Labels.GetValueOrDefault(label)))}")
        select (part.Node[RulePart.LabelsMember]!, $"no context has {part.Labels}; seen are {string.Join("; ", seen)}");

    private static IEnumerable<(PositionedJson Node, string Reason)> Slots(RuleEntry rule, IReadOnlyList<RegenerationContext> contexts) =>
        from named in rule.Module is null ? SlotsOf(rule.Body.Node).Concat(rule.Where.SelectMany(part => SlotsOf(part.Node))) : []
        where named.Node is not null && !contexts.Any(c => named.Slots(c.Resolved).ContainsKey(named.Node.Text))
        select (named.Node, $"no app has a {named.Kind} slot «{named.Node.Text}»; known: {Known(contexts.SelectMany(c => named.Slots(c.Resolved).Keys))}");

    // A slot is a workflow's where a rule asks for one by name.
    private static IEnumerable<(string Kind, PositionedJson? Node, Func<ResolvedAppConfig, OrderedMap<SpecRef>> Slots)> SlotsOf(PositionedJson options) =>
    [
        ("workflow", options["slot"], app => app.Workflows),
        ("workflow", options["propose"]?["pinWorkflow"]?["slot"], app => app.Workflows),
        ("data view", options["propose"]?["pinDataView"]?["slot"], app => app.DataViews),
        ("job", options["propose"]?["pinJob"]?["slot"], app => app.Jobs),
    ];

    private static IEnumerable<string> Programs(WorkspaceConfig config)
    {
        var execution = config.Execution;
        (string Setting, IReadOnlyList<string>? Command)[] commands =
        [
            ("execution.tests.command", execution.Tests?.Command),
            ("execution.migrations.command", execution.Migrations?.Command),
            ("execution.migrations.undo", execution.Migrations?.Undo),
            ("execution.regeneration.command", execution.Regeneration?.Command),
        ];
        return from command in commands
               where command.Command is not null
               let why = CommandProcess.WhyNotStarted(CommandLine.Of(command.Command!), new CommandOptions { WorkingDirectory = config.Folder })
               where why is not null
               select $"{command.Setting}: {why}";
    }

    private static string Known(IEnumerable<string?> names)
    {
        string[] known = [.. names.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return known.Length == 0 ? "none" : Output.Terminal.Some(known, most: 10);
    }
}
