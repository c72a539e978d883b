using System.Text.Json.Serialization;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>
/// One intended change of a spec document, named by the identity of what it changes, never by its place. A closed hierarchy.
/// What it does to a document is decided by <see cref="EditCompiler"/>, against the document as it is at that moment.
/// </summary>
[JsonConverter(typeof(SpecEditJson))]
public abstract record SpecEdit
{
    private SpecEdit()
    {
    }

    /// <summary>What it does, as a reviewer reads it.</summary>
    public abstract string Sentence { get; }

    /// <summary>Puts a workflow into a slot: the tenant's override, or the blueprint's own slot.</summary>
    public sealed record PinWorkflow(string Slot, SpecRef To) : SpecEdit
    {
        public PinWorkflow(string slot, string key, string? version)
            : this(slot, new SpecRef(key, version is null ? default : new Optional<string>(version)))
        {
        }

        public override string Sentence => $"pin workflow slot «{Slot}» to {To.Display}";
    }

    /// <summary>Puts a data view into a slot.</summary>
    public sealed record PinDataView(string Slot, SpecRef To) : SpecEdit
    {
        public PinDataView(string slot, string key, string? version)
            : this(slot, new SpecRef(key, version is null ? default : new Optional<string>(version)))
        {
        }

        public override string Sentence => $"pin data view slot «{Slot}» to {To.Display}";
    }

    /// <summary>Puts a job into a slot.</summary>
    public sealed record PinJob(string Slot, SpecRef To) : SpecEdit
    {
        public override string Sentence => $"pin job slot «{Slot}» to {To.Display}";
    }

    /// <summary>Switches a flag. A tenant's flag replaces the blueprint's as a whole, so a new override should carry the variant and description in force.</summary>
    /// <param name="Variant">Null: left as it is.</param>
    /// <param name="Description">Null: left as it is.</param>
    public sealed record SetFeatureFlag(string Key, bool Enabled, string? Variant = null, string? Description = null) : SpecEdit
    {
        public override string Sentence => $"switch flag «{Key}» {(Enabled ? "on" : "off")}{(Variant is null ? "" : $", variant {Variant}")}";
    }

    /// <summary>Leaves a feature out.</summary>
    public sealed record ExcludeFeature(string Key) : SpecEdit
    {
        public override string Sentence => $"exclude feature «{Key}»";
    }

    /// <summary>Changes what stands behind a path. Absent fields stay; a <c>null</c> field is cleared.</summary>
    public sealed record BindRoute(string Path) : SpecEdit
    {
        public Optional<string> Label { get; init; }

        public Optional<string> Workflow { get; init; }

        public Optional<string> DataView { get; init; }

        public Optional<SpecRef> Guard { get; init; }

        public Optional<string> FeatureFlag { get; init; }

        public Optional<SpecRef> Experiment { get; init; }

        public override string Sentence => $"bind route {Path}: {string.Join(", ", Fields().Select(f => $"{f.Name} {f.Shown}"))}";

        internal IEnumerable<(string Name, System.Text.Json.Nodes.JsonNode? Value, string Shown)> Fields()
        {
            foreach (var (name, text) in new[] { ("label", Label), ("workflow", Workflow), ("dataView", DataView), ("featureFlag", FeatureFlag) })
                if (text.IsPresent) yield return (name, text.Value, text.Value ?? "none");
            foreach (var (name, spec) in new[] { ("guard", Guard), ("experiment", Experiment) })
                if (spec.IsPresent) yield return (name, spec.Value is null ? null : SpecEditJson.Tree(spec.Value), spec.Value?.Display ?? "none");
        }
    }

    /// <summary>Makes a connection the first choice for an integration slot of a tenant.</summary>
    public sealed record PreferConnection(string Slot, string Connection) : SpecEdit
    {
        public override string Sentence => $"prefer connection «{Connection}» for integration slot «{Slot}»";
    }

    /// <summary>What no other edit covers. Guards on the identity of list elements and on old values are added when it is taken in.</summary>
    public sealed record Patch(JsonPatch Operations) : SpecEdit
    {
        public bool Equals(Patch? other) => other is not null && string.Equals(Operations.ToString(), other.Operations.ToString());

        public override int GetHashCode() => Operations.ToString().GetHashCode(StringComparison.Ordinal);

        public override string Sentence => $"patch {string.Join(", ", Operations.Operations.Where(o => o is not JsonPatchOperation.Test).Select(o => $"{o.Name} {o.Path}"))}";
    }
}
