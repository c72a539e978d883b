using System.Text.Json.Serialization;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Effects;

/// <summary>One place of the resolved view that a change alters.</summary>
/// <param name="Path">By identity: <c>workflows.checkout</c>, <c>featureFlags[wishlist].enabled</c>.</param>
/// <param name="Before">Canonical JSON; null: nothing was there.</param>
/// <param name="After">Canonical JSON; null: nothing is there.</param>
/// <param name="Sentence">As a reviewer reads it.</param>
public sealed record ResolvedChange(string Path, string? Before, string? After, string Sentence)
{
    /// <summary>Where <see cref="After"/> stands in the JSON of the view after; of something removed, where it stood in the view before.</summary>
    [System.Diagnostics.CodeAnalysis.AllowNull]
    public JsonPointer Pointer { get; init => field = value ?? JsonPointer.Root; } = JsonPointer.Root;

    public ResolvedChangeKind Kind { get; init; }
}

/// <summary>What happened to a place of the resolved view.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResolvedChangeKind>))]
public enum ResolvedChangeKind
{
    [JsonStringEnumMemberName("changed")]
    Changed,

    [JsonStringEnumMemberName("added")]
    Added,

    [JsonStringEnumMemberName("removed")]
    Removed,

    /// <summary>A list holds what it held, as far as it is still there, in another order.</summary>
    [JsonStringEnumMemberName("reordered")]
    Reordered,
}
