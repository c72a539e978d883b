using Regenerator.Judgements;

namespace Regenerator.Studio.Deciding;

/// <summary>A context that the same rule looks at and that did not ask for this.</summary>
/// <param name="Override">What of its own it has in the place of what would change; null: nothing, or it is not known.</param>
internal sealed record Bystander(Judgement Judgement, string? Override);
