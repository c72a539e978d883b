using Regenerator.Cli.Configuration;
using Regenerator.Rules;

namespace Regenerator.Cli;

/// <summary>Makes the rules that come with the library.</summary>
internal static class RuleTypes
{
    // One line per rule.
    private static readonly Dictionary<string, Func<RuleEntry, IRegenerationRule>> Types = new(StringComparer.Ordinal)
    {
        ["workflow-failure"] = entry => Rule<WorkflowFailureOptions>(entry, options => new WorkflowFailureRule(options)),
        ["feature-under-use"] = entry => Rule<FeatureUnderUseOptions>(entry, options => new FeatureUnderUseRule(options)),
        ["high-latency"] = entry => Rule<HighLatencyOptions>(entry, options => new HighLatencyRule(options)),
    };

    public static IEnumerable<string> Known => Types.Keys;

    public static IRegenerationRule Make(RuleEntry entry) => Types.TryGetValue(entry.Type!, out var make) ? make(entry)
        : throw entry.Body.Refusal("type", $"there is no rule «{entry.Type}»; known: {string.Join(", ", Known)} (or, instead of a type, a «module»)");

    private static IRegenerationRule Rule<T>(RuleEntry entry, Func<T, IRegenerationRule> make)
        where T : RuleOptions
    {
        var usual = make(entry.Body.Bind<T>());
        return entry.Where.Count == 0 ? usual : new RuleByLabel(usual, [.. entry.Where.Select(part => new RuleVariant(part.Labels, make(entry.Body.Bind<T>(part))))]);
    }
}
