using System.Text.Json.Serialization;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>
/// One intended change of a spec document, named by the identity of what it changes, never by its place. A closed hierarchy: these are the
/// words, the rows of <see cref="EditKinds"/> say what each means. What an edit does to a document is decided by <see cref="EditCompiler"/>,
/// against the document as it is at that moment.
/// </summary>
/// <remarks>
/// To <em>pin</em> puts a spec into a place, to <em>empty</em> leaves nothing there, to <em>unpin</em> takes a tenant's word back, so that it
/// inherits again. To <em>reset</em> takes a word back that may stand in one of two lists. Where a member is <c>null</c>, it is cleared.
/// </remarks>
[JsonConverter(typeof(SpecEditJson))]
public abstract record SpecEdit
{
    private SpecEdit()
    {
    }

    /// <summary>What it does, as a reviewer reads it.</summary>
    public string Sentence => EditKinds.Of(this).Sentence(this);

    /// <summary>Puts a workflow into a slot: the tenant's override, or the blueprint's own slot.</summary>
    public sealed record PinWorkflow(string Slot, SpecRef To) : SpecEdit
    {
        public PinWorkflow(string slot, string key, string? version)
            : this(slot, new SpecRef(key, version is null ? default : new Optional<string>(version)))
        {
        }
    }

    /// <summary>Puts a data view into a slot.</summary>
    public sealed record PinDataView(string Slot, SpecRef To) : SpecEdit
    {
        public PinDataView(string slot, string key, string? version)
            : this(slot, new SpecRef(key, version is null ? default : new Optional<string>(version)))
        {
        }
    }

    /// <summary>Puts a job into a slot.</summary>
    public sealed record PinJob(string Slot, SpecRef To) : SpecEdit;

    /// <summary>Leaves nothing in a slot: a tenant's override without a pointer, or no such slot in the blueprint.</summary>
    public sealed record EmptySlot(SlotKind Of, string Slot) : SpecEdit;

    /// <summary>Takes a tenant's override of a slot back, so that the blueprint's spec is in force again.</summary>
    public sealed record UnpinSlot(SlotKind Of, string Slot) : SpecEdit;

    /// <summary>Switches a flag. A tenant's flag replaces the blueprint's as a whole, so a new override should carry the variant and description in force.</summary>
    /// <param name="Variant">Null: left as it is.</param>
    /// <param name="Description">Null: left as it is.</param>
    public sealed record SetFeatureFlag(string Key, bool Enabled, string? Variant = null, string? Description = null) : SpecEdit;

    public sealed record RemoveFeatureFlag(string Key) : SpecEdit;

    /// <summary>Includes a feature, and takes back that the same document excludes it.</summary>
    public sealed record IncludeFeature(string Key) : SpecEdit;

    /// <summary>Leaves a feature out, whoever includes it.</summary>
    public sealed record ExcludeFeature(string Key) : SpecEdit;

    /// <summary>The document no longer says anything about the feature.</summary>
    public sealed record ResetFeature(string Key) : SpecEdit;

    /// <summary>Enables a capability, and takes back that the same document disables it.</summary>
    public sealed record EnableCapability(SpecRef Capability) : SpecEdit;

    /// <summary>Disables a capability, whoever enables it: exactly this version, or the one without a version.</summary>
    public sealed record DisableCapability(SpecRef Capability) : SpecEdit;

    /// <summary>The document no longer says anything about the capability.</summary>
    public sealed record ResetCapability(SpecRef Capability) : SpecEdit;

    /// <summary>Changes what stands behind a path. Absent fields stay; a <c>null</c> field is cleared.</summary>
    public sealed record BindRoute(string Path) : SpecEdit
    {
        public Optional<string> Label { get; init; }

        public Optional<string> Workflow { get; init; }

        public Optional<string> DataView { get; init; }

        public Optional<SpecRef> Guard { get; init; }

        public Optional<string> FeatureFlag { get; init; }

        public Optional<SpecRef> Experiment { get; init; }
    }

    /// <summary>Takes one field of a route back: a tenant inherits it again.</summary>
    public sealed record UnbindRoute(string Path, RouteField Field) : SpecEdit;

    /// <summary>Removes a route of the blueprint, or all that a tenant says about one. A tenant can not remove a route of its blueprint.</summary>
    public sealed record RemoveRoute(string Path) : SpecEdit;

    /// <summary>Activates an experiment, and no longer pauses it. A tenant's first one takes the place of all that the blueprint has active.</summary>
    public sealed record ActivateExperiment(SpecRef Experiment) : SpecEdit;

    /// <summary>Pauses an experiment, and no longer has it active. A tenant's first one takes the place of all that the blueprint pauses.</summary>
    public sealed record PauseExperiment(SpecRef Experiment) : SpecEdit;

    /// <summary>The document no longer says anything about the experiment.</summary>
    public sealed record ResetExperiment(SpecRef Experiment) : SpecEdit;

    public sealed record AddPolicy(SpecRef Policy) : SpecEdit;

    public sealed record RemovePolicy(SpecRef Policy) : SpecEdit;

    /// <summary>The primary theme.</summary>
    public sealed record PinTheme(SpecRef To) : SpecEdit;

    /// <summary>A blueprint without a theme; its fallbacks go too.</summary>
    public sealed record EmptyTheme : SpecEdit;

    /// <summary>Takes a tenant's primary theme back.</summary>
    public sealed record UnpinTheme : SpecEdit;

    /// <param name="Fallbacks">All of them, in order; empty: none; null: the document says nothing about them.</param>
    public sealed record SetThemeFallbacks(IReadOnlyList<SpecRef>? Fallbacks) : SpecEdit
    {
        public bool Equals(SetThemeFallbacks? other) => SpecEditJson.Same(this, other);

        public override int GetHashCode() => SpecEditJson.Hash(this);
    }

    /// <summary>The telemetry spec.</summary>
    public sealed record PinTelemetry(SpecRef To) : SpecEdit;

    /// <summary>No telemetry spec, also where the blueprint has one.</summary>
    public sealed record EmptyTelemetry : SpecEdit;

    /// <summary>Takes a tenant's telemetry spec, or its having none, back.</summary>
    public sealed record UnpinTelemetry : SpecEdit;

    public sealed record DisableEvent(string Event) : SpecEdit;

    /// <summary>Takes back that the document disables an event. A tenant can not enable what its blueprint disables.</summary>
    public sealed record EnableEvent(string Event) : SpecEdit;

    /// <param name="Rate">Share of the events that is kept, 0…1; null: the document says nothing about it.</param>
    public sealed record SetSampling(string Event, double? Rate) : SpecEdit;

    /// <summary>Adds or changes a place of a blueprint for an integration. Absent fields stay; a <c>null</c> field is removed.</summary>
    public sealed record DefineIntegrationSlot(string Slot) : SpecEdit
    {
        /// <summary>Needed where the slot is new; never null.</summary>
        public Optional<string> Category { get; init; }

        public Optional<IReadOnlyList<string>> AllowedModes { get; init; }

        public Optional<IReadOnlyList<SpecRef>> RequiredCapabilities { get; init; }

        public Optional<bool?> Required { get; init; }

        public Optional<string> Description { get; init; }

        public bool Equals(DefineIntegrationSlot? other) => SpecEditJson.Same(this, other);

        public override int GetHashCode() => SpecEditJson.Hash(this);
    }

    public sealed record RemoveIntegrationSlot(string Slot) : SpecEdit;

    /// <summary>Offers a tenant's connection for an integration slot.</summary>
    public sealed record BindConnection(string Slot, string Connection) : SpecEdit
    {
        /// <summary>Lower goes first; null: last; absent: as it is.</summary>
        public Optional<double?> Priority { get; init; }
    }

    public sealed record UnbindConnection(string Slot, string Connection) : SpecEdit;

    /// <summary>Makes a connection the first choice for an integration slot of a tenant.</summary>
    public sealed record PreferConnection(string Slot, string Connection) : SpecEdit;

    /// <summary>A knowledge space that a tenant uses. Absent fields stay; a <c>null</c> field is removed.</summary>
    public sealed record BindKnowledge(string Space) : SpecEdit
    {
        public Optional<string> Version { get; init; }

        public Optional<bool?> Required { get; init; }
    }

    /// <summary>Every version of the space.</summary>
    public sealed record UnbindKnowledge(string Space) : SpecEdit;

    /// <param name="Locale">A locale, or <c>default</c>.</param>
    /// <param name="Name">Null: no name in this locale.</param>
    public sealed record SetAppName(string Locale, string? Name) : SpecEdit;

    /// <summary>The key under which a blueprint's translations have the app's name.</summary>
    public sealed record SetAppNameKey(string? Key) : SpecEdit;

    /// <param name="Type"><c>logo</c>, <c>logo-dark</c>, <c>favicon</c> or <c>og-image</c>; others are ignored by resolve.</param>
    public sealed record SetAsset(string Type, string? Url) : SpecEdit;

    public sealed record SetColor(BrandColor Color, string? Value) : SpecEdit;

    public sealed record SetCustomDomain(string? Domain) : SpecEdit;

    public sealed record SetSubdomain(string? Subdomain) : SpecEdit;

    public sealed record SetDefaultLocale(string? Locale) : SpecEdit;

    public sealed record EnableLocale(string Locale) : SpecEdit;

    public sealed record DisableLocale(string Locale) : SpecEdit;

    /// <summary>A tenant's own words for a key in a locale.</summary>
    /// <param name="Value">Null: the catalog's words.</param>
    public sealed record SetTranslation(string Locale, string Key, string? Value) : SpecEdit;

    /// <summary>The catalog that a blueprint's translations are looked up in.</summary>
    public sealed record PinTranslationCatalog(SpecRef To) : SpecEdit;

    public sealed record EmptyTranslationCatalog : SpecEdit;

    public sealed record SetNotes(string? Notes) : SpecEdit;

    /// <summary>What no other edit covers. Guards on the identity of list elements and on old values are added when it is taken in.</summary>
    public sealed record Patch(JsonPatch Operations) : SpecEdit
    {
        public bool Equals(Patch? other) => other is not null && string.Equals(Operations.ToString(), other.Operations.ToString());

        public override int GetHashCode() => Operations.ToString().GetHashCode(StringComparison.Ordinal);
    }
}

/// <summary>What a slot takes.</summary>
public enum SlotKind
{
    Workflow,
    DataView,
    Job,
}

/// <summary>What can stand behind a path.</summary>
public enum RouteField
{
    Label,
    Workflow,
    DataView,
    FeatureFlag,
    Guard,
    Experiment,
}

public enum BrandColor
{
    Primary,
    Secondary,
}
