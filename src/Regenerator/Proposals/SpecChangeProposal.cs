using System.Text.Json.Serialization;
using Regenerator.Signals;
using Regenerator.Specs;

namespace Regenerator.Proposals;

/// <summary>What a rule wants changed, and why.</summary>
public sealed record SpecChangeProposal
{
    /// <summary>The wish's own key within its rule and scope: no counts, no times, no context id when the scope is the blueprint.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    public Confidence Confidence { get; init; } = Confidence.Medium;

    /// <summary>Sentences a reviewer can check.</summary>
    public IReadOnlyList<string> Rationale { get; init; } = [];

    public required ProposalTarget Target { get; init; }

    public IReadOnlyList<ProposalAction> Actions { get; init; } = [];

    public IReadOnlyList<ProposalBlocker>? Blockers { get; init; }

    /// <summary>The signals it stands on, as the batch gave them. None cited: the engine refuses the proposal by name.</summary>
    [JsonIgnore]
    public IReadOnlyList<RegeneratorSignal> Signals { get; init; } = [];

    /// <summary>Filled in by the engine from <see cref="Signals"/>.</summary>
    public IReadOnlyList<string> SignalIds { get; init; } = [];

    /// <summary>For people; a machine reads the edits of the actions.</summary>
    public string? Diff { get; init; }

    /// <summary>
    /// How bad it is, best as a multiple of what is allowed: 2 for twice the limit; always in the same unit for one rule. Decides when a rejected
    /// wish may return, and, among all rules, which of those that are held comes first. Absent: the largest number that was cited.
    /// </summary>
    public double? Magnitude { get; init; }

    /// <summary>What it was judged by in this window; kept with the evidence. Null: the rule does not say.</summary>
    [JsonIgnore]
    public Measured? Measured { get; init; }

    /// <summary>Filled in by the engine where a rule leaves it out: rules have no clock.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Updates of the specs that an engine can carry out, in order.</summary>
    [JsonIgnore]
    public IEnumerable<ProposalAction> Updates => Actions.Where(a => a is ProposalAction.UpdateBlueprint or ProposalAction.UpdateTenantConfig);
}

[JsonConverter(typeof(JsonStringEnumConverter<Confidence>))]
public enum Confidence
{
    [JsonStringEnumMemberName("low")]
    Low,

    [JsonStringEnumMemberName("medium")]
    Medium,

    [JsonStringEnumMemberName("high")]
    High,
}

/// <summary>What a proposal is about.</summary>
/// <param name="SpecType"><c>workflow</c>, <c>capability</c>, <c>policy</c>, <c>dataView</c>, <c>telemetry</c>, <c>experiment</c>, <c>theme</c> or <c>unknown</c>.</param>
/// <param name="Reference">The spec.</param>
/// <param name="TenantScoped">Changes the tenant's own document; otherwise the blueprint that all its tenants share.</param>
public sealed record ProposalTarget(string SpecType, SpecRef Reference, bool TenantScoped = false);

/// <summary>Why a proposal can not go on as it is.</summary>
/// <param name="Kind">
/// The original's <c>missing_context</c>, <c>insufficient_data</c>, <c>user_feedback</c>, <c>manual_review</c>; ours add
/// <c>missing_diff</c>, <c>unversionable</c>, <c>read_only_document</c>, <c>introduces_errors</c>.
/// </param>
public sealed record ProposalBlocker(string Kind, string Description)
{
    public const string MissingDiff = "missing_diff";
    public const string Unversionable = "unversionable";
    public const string ReadOnlyDocument = "read_only_document";
    public const string IntroducesErrors = "introduces_errors";

    /// <summary>Computed from the document and the edits: nobody can wave it through. The others ask for a person's judgement, which approving gives.</summary>
    [JsonIgnore]
    public bool IsHard => Kind is MissingDiff or Unversionable or ReadOnlyDocument or IntroducesErrors;
}
