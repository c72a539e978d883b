using System.Text.Json;
using Regenerator.Cli.Hosting;
using Regenerator.Proposals;

namespace Regenerator.Cli.Configuration;

/// <summary>What the types of a configuration can not say.</summary>
internal static class ConfigurationCheck
{
    public static void Run(WorkspaceConfig config, ConfigurationFile file)
    {
        CheckWindow(config.Pass.Window, file);
        CheckStore(file);
        CheckHttp(config, file);
        CheckOtlp(config.Otlp, file);
        CheckUnique("providers", "name", file);
        CheckUnique("rules", "id", file);
        CheckUnique("sinks", "name", file);
        CheckLabels(config, file);
        CheckParts(config, file);
        CheckSchedules(config.Pass.Window, file);
        CheckAccounts(file);
        CheckBudgets(config, file);
        if (config.Providers.Count == 0) file.Warn("no providers: every rule will run on silence");
        if (config.Rules.Count == 0) file.Warn("no rules: nothing will ever be proposed");
    }

    private static void CheckWindow(TimeSpan window, ConfigurationFile file)
    {
        if (file.Root["pass"]?["window"] is not { } node) return;
        if (PassConfig.WhyNotWindow(window) is { } reason) file.Fault(node, reason);
        else if (TimeSpan.TicksPerDay % window.Ticks != 0 && window.Ticks % TimeSpan.TicksPerDay != 0)
            file.Warn(node, $"{Duration.Text(window)} does not divide a day: windows begin at other times of day from one day to the next");
    }

    // A module's contexts bring their own labels.
    private static void CheckLabels(WorkspaceConfig config, ConfigurationFile file)
    {
        if (config.Contexts.Module is not null) return;
        foreach (var part in config.Rules.SelectMany(rule => rule.Where))
            foreach (var label in part.Node[RulePart.LabelsMember]!.Members.Where(label => !config.Labels.ContainsKey(label.Name)))
                file.Problem(label.Place, $"{part.Node.PathOf(RulePart.LabelsMember)}: there is no label «{label.Name}»; {Known(config)}");
    }

    // Before another entry it is an exception to that one; the last changes nothing, and somebody thinks that it confines the rule.
    private static void CheckParts(WorkspaceConfig config, ConfigurationFile file)
    {
        foreach (var rule in config.Rules)
            if (rule.Where is [.., { Node: { Members.Count: 1 } node }])
                file.Warn(node, "it names labels and nothing that is otherwise there, so it changes nothing: a rule looks at every context");
    }

    // Of known types; what a module's rules want is checked where they are put together.
    private static void CheckSchedules(TimeSpan ofThePass, ConfigurationFile file)
    {
        var steps = new Dictionary<TimeSpan, (PositionedJson Rule, TimeSpan Step)>();
        foreach (var rule in file.Root["rules"]?.Elements.Where(rule => rule["module"] is null) ?? [])
        {
            var every = DurationOf(rule["every"]);
            if (rule["window"] is null && every is not null) file.Fault(rule["every"]!, $"how often is said of rules with a «window» of their own, such as \"window\": \"28d\", \"every\": \"1d\"");
            if (DurationOf(rule["window"]) is not { } length) continue;
            var step = every ?? length;
            var first = steps.TryAdd(length, (rule, step)) ? (Rule: rule, Step: step) : steps[length];
            if (length == ofThePass) file.Fault(rule["window"]!, $"{Duration.Text(length)} is the pass's own window: leave «window» out, and «every» too");
            else if (PassConfig.WhyNotWindow(length) is { } uneven) file.Fault(rule["window"]!, uneven);
            else if (every is { } odd && PassConfig.WhyNotWindow(odd) is { } reason) file.Fault(rule["every"]!, reason);
            else if (step > length) file.Fault(rule["every"]!, $"{Duration.Text(step)} is longer than the window of {Duration.Text(length)}: what lies between would be seen by nobody");
            else if (step != first.Step) file.Fault(rule["every"] ?? rule["window"]!, $"windows of {Duration.Text(length)} end every {Duration.Text(step)} here and every {Duration.Text(first.Step)} in {first.Rule.Path}; they are read once for all rules, so they end equally often");
        }
    }

    private static TimeSpan? DurationOf(PositionedJson? node) => node is not null && Duration.TryParse(node.Text, out var duration, out _) ? duration : null;

    private static void CheckAccounts(ConfigurationFile file)
    {
        foreach (var account in file.Root["accounts"]?.Members ?? [])
            if (account.Value is { Kind: JsonValueKind.Object, Members.Count: 0 } nothing) file.Fault(nothing, "it limits nothing: give «perMinute», «perHour» or «atOnce»");
    }

    private static void CheckBudgets(WorkspaceConfig config, ConfigurationFile file)
    {
        foreach (var (budget, node) in (config.Budgets ?? []).Zip(file.Root["budgets"]?.Elements ?? []))
        {
            if (budget is { Open: null, NewPerHour: null }) file.Fault(node, "it limits nothing: give «open», «newPerHour» or both");
            if (budget.Of == BudgetOf.Label != budget.Label is not null) file.Fault(node, budget.Label is null ? "which «label» is counted?" : "only a budget of a label names one: \"of\": \"label\"");
            else if (budget.Label is { } label && config.Contexts.Module is null && !config.Labels.ContainsKey(label)) file.Fault(node["label"]!, $"there is no label «{label}»; {Known(config)}");
        }
    }

    private static string Known(WorkspaceConfig config) => config.Labels.Count == 0 ? "none is declared under «labels»" : $"known: {string.Join(", ", config.Labels.Keys)}";

    private static void CheckStore(ConfigurationFile file)
    {
        if (file.Root["store"] is { } store && store["sqlite"] is not null && store["postgres"] is not null) file.Fault(store, "there is one store: either «sqlite» or «postgres»");
    }

    private static void CheckHttp(WorkspaceConfig config, ConfigurationFile file)
    {
        if (file.Root["http"]?["urls"] is { } urls && ListenAddresses.WhyNot(config.Http.Urls, authenticated: config.Auth is not null) is { } reason) file.Fault(urls, reason);
        foreach (var proxy in file.Root["http"]?["proxies"]?.Elements ?? [])
            if (ListenAddresses.NetworkOf(proxy.Text) is null) file.Refuse(proxy, "an address or a network, such as \"10.0.0.7\" or \"10.0.0.0/24\"");
        if (config.Auth?.Oidc is { } oidc && !(Uri.TryCreate(oidc.Authority, UriKind.Absolute, out var authority) && (authority.Scheme == "https" || authority is { Scheme: "http", IsLoopback: true })) && file.Root["auth"]?["oidc"]?["authority"] is { } node)
            file.Refuse(node, "an address such as \"https://login.example.com/realms/shop\"");
    }

    private static void CheckOtlp(OtlpConfig? otlp, ConfigurationFile file)
    {
        if (otlp is not null && !(Uri.TryCreate(otlp.Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") && file.Root["otlp"]?["endpoint"] is { } node)
            file.Refuse(node, "an address such as \"http://127.0.0.1:4318\"");
    }

    private static void CheckUnique(string section, string member, ConfigurationFile file)
    {
        var seen = new Dictionary<string, PositionedJson>(StringComparer.Ordinal);
        foreach (var name in file.Root[section]?.Elements.Select(entry => entry[member]).OfType<PositionedJson>() ?? [])
            if (!seen.TryAdd(name.Text, name)) file.Fault(name, $"«{name.Text}» is also the {member} of {section}[{Index(seen[name.Text])}]");
    }

    private static string Index(PositionedJson named) => named.Path[(named.Path.IndexOf('[', StringComparison.Ordinal) + 1)..named.Path.IndexOf(']', StringComparison.Ordinal)];
}
