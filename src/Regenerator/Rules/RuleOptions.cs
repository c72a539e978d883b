using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Rules;

/// <summary>What the built-in rules have in common.</summary>
public abstract record RuleOptions
{
    /// <summary>Part of every proposal's identity: keep it. Default: the rule's type.</summary>
    public string? Id { get; init; }

    /// <summary>The edit to propose. Default: whatever the rule can read off the specs, else prose.</summary>
    public SpecEdit? Propose { get; init; }

    /// <summary>Which document to change. Default: the tenant's.</summary>
    public RuleScope Scope { get; init; } = RuleScope.Tenant;

    /// <summary>Tests that must pass on the candidate.</summary>
    public IReadOnlyList<string> Tests { get; init; } = [];

    /// <summary>Migrations to run once the new spec is in force.</summary>
    public IReadOnlyList<string> Migrations { get; init; } = [];

    /// <summary>Have the app follow the new spec at the end.</summary>
    public bool Regenerate { get; init; }

    /// <summary>How far before the window the usual value is looked for. Zero: not at all. Default one hour.</summary>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Judges windows of this length instead of the pass's own: <c>28d</c>. Whole seconds.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How often such a window ends, such as <c>1d</c>: at midnight UTC. Default: as often as it is long.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>
    /// How many times the usual value a value must be, where the usual one is known. 1…1000, default 1: what is over the limit is over
    /// the limit, even if it has been for long.
    /// </summary>
    [Range(1, 1000)]
    public double BaselineFactor { get; init; } = 1;

    internal RuleSchedule Schedule => new(Lookback, Window, Every);

    /// <summary>The actions that follow from an edit: update, tests, migrations, regeneration. Without an edit the update is prose.</summary>
    internal IReadOnlyList<ProposalAction> Actions(SpecEdit? edit, string prose)
    {
        IReadOnlyList<SpecEdit> edits = edit is null ? [] : [edit];
        var summary = edit?.Sentence ?? prose;
        List<ProposalAction> actions = [Scope == RuleScope.Tenant ? new ProposalAction.UpdateTenantConfig { Summary = summary, Edits = edits } : new ProposalAction.UpdateBlueprint { Summary = summary, Edits = edits }];
        if (Tests.Count > 0) actions.Add(new ProposalAction.RunTests(Tests));
        if (Migrations.Count > 0) actions.Add(new ProposalAction.RunMigrations(Migrations));
        if (Regenerate) actions.Add(new ProposalAction.TriggerRegeneration());
        return actions;
    }

    /// <summary>
    /// Why nothing can be proposed in an app: <see cref="Propose"/> pins a slot that the document in force does not have. An edit may add a slot, but a rule stands
    /// for many apps, and in one without the slot, or with a slip of the pen, nobody meant a new one. Null: it has it, or nothing is pinned.
    /// </summary>
    internal string? SlotAmiss(RegenerationContext context)
    {
        (string Kind, string? Slot, OrderedMap<SpecRef>? Slots) pinned = Propose switch
        {
            SpecEdit.PinWorkflow pin => ("workflow", pin.Slot, Scope == RuleScope.Tenant ? context.Resolved.Workflows : context.Blueprint.Workflows),
            SpecEdit.PinDataView pin => ("data view", pin.Slot, Scope == RuleScope.Tenant ? context.Resolved.DataViews : context.Blueprint.DataViews),
            SpecEdit.PinJob pin => ("job", pin.Slot, Scope == RuleScope.Tenant ? context.Resolved.Jobs : context.Blueprint.Jobs),
            _ => ("", null, null),
        };
        return pinned.Slot is null || pinned.Slots?.ContainsKey(pinned.Slot) is true ? null
            : $"the {(Scope == RuleScope.Tenant ? "app" : "blueprint")} has no {pinned.Kind} slot «{pinned.Slot}», which the rule would pin";
    }

    /// <summary>Why a value is not worse than usual by as much as is asked for; null: it is, or nothing is asked for.</summary>
    internal string? NotUnusual(double value, double? usual, Func<double, string> show) =>
        BaselineFactor > 1 && usual is { } before && value < before * BaselineFactor ? string.Create(CultureInfo.InvariantCulture, $"usually {show(before)}, {BaselineFactor:0.##} times that is needed") : null;

    /// <summary>Why a change of the blueprint would not help a tenant that has its own spec in the slot; null: it would, or it is the tenant's own document that changes.</summary>
    internal string? NotOfTheBlueprint(OrderedMap<SpecRef>? blueprint, OrderedMap<SpecRef> resolved, string slot) =>
        Scope == RuleScope.Tenant || blueprint is not null && blueprint.TryGetValue(slot, out var usual) && usual.Equals(resolved[slot]) ? null
        : $"{resolved[slot].Display} is the tenant's own choice, not the blueprint's";

    /// <summary>The spec that the blueprint has in a slot, when the tenant overrides it with another: the natural way back.</summary>
    internal static SpecRef? WayBack(OrderedMap<SpecRef>? blueprint, OrderedMap<SpecRef> resolved, string slot) =>
        blueprint is not null && blueprint.TryGetValue(slot, out var usual) && resolved.TryGetValue(slot, out var now) && !usual.Equals(now) ? usual : null;

    /// <summary>The slot that a fact speaks of: it may name the slot or the key of the spec in it.</summary>
    internal static string? SlotOf(OrderedMap<SpecRef> slots, string? named) =>
        named is null ? null : slots.ContainsKey(named) ? named : slots.Where(s => string.Equals(s.Value.Key, named)).Select(s => s.Key).FirstOrDefault();
}

/// <summary>Which document a rule wants changed.</summary>
public enum RuleScope
{
    Tenant,
    Blueprint,
}

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    public static string Share(double share) => share switch
    {
        0 => "0 %",
        < 0.0001 => "under 0.01 %",
        < 0.001 => $"{Text(share * 100, "0.##")} %",
        < 0.1 => $"{Text(share * 100, "0.#")} %",
        _ => $"{Text(share * 100, "0")} %",
    };

    public static string Count(double count) => Text(count, "#,0.#");

    /// <summary>«1 start», «2,000 starts».</summary>
    public static string Count(double count, string noun) => $"{Count(count)} {noun}{(count is 1 ? "" : "s")}";

    /// <summary>«hour», «90 minutes».</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalHours: 1 } => "hour",
        { TotalDays: >= 2 } when span.Ticks % TimeSpan.TicksPerDay == 0 => $"{span.Days} days",
        { TotalHours: >= 2 } when span.Ticks % TimeSpan.TicksPerHour == 0 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} minutes"),
    };

    public static string Duration(double milliseconds) => milliseconds < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms") : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.#} s");

    // Small whole numbers are most of them, and look the same in every format of ours: a pass writes thousands, nearly all of which nobody reads.
    private static string Text(double number, string format) =>
        number is >= 0 and < 1000 && double.IsInteger(number) ? ((int)number).ToString(CultureInfo.InvariantCulture) : number.ToString(format, CultureInfo.InvariantCulture);
}
