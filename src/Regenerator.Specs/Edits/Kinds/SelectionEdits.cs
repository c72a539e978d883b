using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary>Lists of references that switch something on or off: features, capabilities, experiments, policies.</summary>
internal static class SelectionEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        Feature<SpecEdit.IncludeFeature>("includeFeature", key => new(key), edit => edit.Key, "include",
            "`features.include`, no longer `features.exclude`",
            (target, edit) => Add(target, Include, References.ToKey(edit.Key), new JsonObject { ["key"] = edit.Key }) ?? target.Drop(Exclude, References.ToKey(edit.Key))),
        Feature<SpecEdit.ExcludeFeature>("excludeFeature", key => new(key), edit => edit.Key, "exclude",
            "`features.exclude`, which always wins",
            (target, edit) => Add(target, Exclude, References.ToKey(edit.Key), new JsonObject { ["key"] = edit.Key })),
        Feature<SpecEdit.ResetFeature>("resetFeature", key => new(key), edit => edit.Key, "reset",
            "in neither list of `features`",
            (target, edit) => target.Drop(Include, References.ToKey(edit.Key)) ?? target.Drop(Exclude, References.ToKey(edit.Key))),
        Spec<SpecEdit.EnableCapability>("enableCapability", "capability", spec => new(spec), edit => edit.Capability, "enable",
            "`capabilities.enabled`, no longer `disabled`", "`capabilities.enable`, no longer `disable`",
            (target, edit) => Add(target, Enabled(target), edit.Capability) ?? target.Drop(Disabled(target), References.To(edit.Capability))),
        Spec<SpecEdit.DisableCapability>("disableCapability", "capability", spec => new(spec), edit => edit.Capability, "disable",
            "`capabilities.disabled`, which always wins", "`capabilities.disable`, which always wins",
            (target, edit) => Add(target, Disabled(target), edit.Capability)),
        Spec<SpecEdit.ResetCapability>("resetCapability", "capability", spec => new(spec), edit => edit.Capability, "reset",
            "in neither list of `capabilities`", "in neither list of `capabilities`",
            (target, edit) => target.Drop(Enabled(target), References.To(edit.Capability)) ?? target.Drop(Disabled(target), References.To(edit.Capability))),
        Spec<SpecEdit.ActivateExperiment>("activateExperiment", "experiment", spec => new(spec), edit => edit.Experiment, "activate",
            "`experiments.active`, no longer `paused`", "the same; the first of a tenant takes the place of the blueprint's list",
            (target, edit) => Add(target, Active, edit.Experiment) ?? target.Drop(Paused, References.To(edit.Experiment))),
        Spec<SpecEdit.PauseExperiment>("pauseExperiment", "experiment", spec => new(spec), edit => edit.Experiment, "pause",
            "`experiments.paused`, no longer `active`", "the same; the first of a tenant takes the place of the blueprint's list",
            (target, edit) => Add(target, Paused, edit.Experiment) ?? target.Drop(Active, References.To(edit.Experiment))),
        Spec<SpecEdit.ResetExperiment>("resetExperiment", "experiment", spec => new(spec), edit => edit.Experiment, "reset",
            "in neither list of `experiments`", "in neither list of `experiments`",
            (target, edit) => target.Drop(Active, References.To(edit.Experiment)) ?? target.Drop(Paused, References.To(edit.Experiment))),
        Spec<SpecEdit.AddPolicy>("addPolicy", "policy", spec => new(spec), edit => edit.Policy, "add",
            "`policies`", "`additionalPolicies`",
            (target, edit) => Add(target, Policies(target), edit.Policy)),
        Spec<SpecEdit.RemovePolicy>("removePolicy", "policy", spec => new(spec), edit => edit.Policy, "remove",
            "no longer in `policies`", "no longer in `additionalPolicies`; those of the blueprint stay",
            (target, edit) => target.Drop(Policies(target), References.To(edit.Policy))),
    ];

    /// <summary>The edits that may lead from one <c>features</c> to another.</summary>
    public static IEnumerable<SpecEdit> OfFeatures(SectionChange change) => change.References(Include, Exclude).DistinctBy(feature => feature.Spec.Key).Select(feature => feature switch
    {
        (var spec, _, true) => (SpecEdit)new SpecEdit.ExcludeFeature(spec.Key!),
        (var spec, true, _) => new SpecEdit.IncludeFeature(spec.Key!),
        var (spec, _, _) => new SpecEdit.ResetFeature(spec.Key!),
    });

    public static IEnumerable<SpecEdit> OfCapabilities(SectionChange change) => change.References(Enabled(change.Kind), Disabled(change.Kind)).Select(capability => capability switch
    {
        (var spec, _, true) => (SpecEdit)new SpecEdit.DisableCapability(spec),
        (var spec, true, _) => new SpecEdit.EnableCapability(spec),
        var (spec, _, _) => new SpecEdit.ResetCapability(spec),
    });

    public static IEnumerable<SpecEdit> OfExperiments(SectionChange change) => change.References(Active, Paused).Select(experiment => experiment switch
    {
        (var spec, true, _) => (SpecEdit)new SpecEdit.ActivateExperiment(spec),
        (var spec, _, true) => new SpecEdit.PauseExperiment(spec),
        var (spec, _, _) => new SpecEdit.ResetExperiment(spec),
    });

    public static IEnumerable<SpecEdit> OfPolicies(SectionChange change) => change.References(change.Section, change.Section).Select(policy =>
        policy.InFirst ? (SpecEdit)new SpecEdit.AddPolicy(policy.Spec) : new SpecEdit.RemovePolicy(policy.Spec));

    private static readonly JsonPointer Include = JsonPointer.Of("features", "include");
    private static readonly JsonPointer Exclude = JsonPointer.Of("features", "exclude");
    private static readonly JsonPointer Active = JsonPointer.Of("experiments", "active");
    private static readonly JsonPointer Paused = JsonPointer.Of("experiments", "paused");

    private static JsonPointer Enabled(EditTarget target) => Enabled(target.Kind);

    private static JsonPointer Disabled(EditTarget target) => Disabled(target.Kind);

    private static JsonPointer Enabled(SpecKind kind) => JsonPointer.Of("capabilities", kind == SpecKind.Blueprint ? "enabled" : "enable");

    private static JsonPointer Disabled(SpecKind kind) => JsonPointer.Of("capabilities", kind == SpecKind.Blueprint ? "disabled" : "disable");

    private static JsonPointer Policies(EditTarget target) => JsonPointer.Of(target.Kind == SpecKind.Blueprint ? "policies" : "additionalPolicies");

    private static string? Add(EditTarget target, JsonPointer list, SpecRef spec) => Add(target, list, References.To(spec), SpecEditJson.Tree(spec));

    private static string? Add(EditTarget target, JsonPointer list, Func<JsonNode?, bool> isThere, JsonObject element) =>
        target.Has(list, isThere) ? null : target.Append(list, element);

    private static EditKind<T> Feature<T>(string name, Func<string, T> make, Func<T, string> key, string verb, string does, Func<EditTarget, T, string?> compile)
        where T : SpecEdit => new(name)
        {
            Sample = make("gift-cards"),
            From = body => make(body.Text("key")),
            To = edit => new JsonObject { ["key"] = key(edit) },
            Words = edit => $"{verb} feature «{key(edit)}»",
            OnBlueprint = new(does, compile),
            OnTenant = new(does, compile),
        };

    private static EditKind<T> Spec<T>(
        string name, string member, Func<SpecRef, T> make, Func<T, SpecRef> spec, string verb, string onBlueprint, string onTenant, Func<EditTarget, T, string?> compile)
        where T : SpecEdit => new(name)
        {
            Sample = make(new SpecRef($"shop.{member}", "1.0.0")),
            From = body => make(body.Ref(member)),
            To = edit => new JsonObject { [member] = SpecEditJson.Tree(spec(edit)) },
            Words = edit => $"{verb} {member} {spec(edit).Display}",
            OnBlueprint = new(onBlueprint, compile),
            OnTenant = new(onTenant, compile),
        };
}
