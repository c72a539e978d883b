using Regenerator.Signals;

namespace Regenerator.Storage;

/// <summary>What the store knows of one context.</summary>
/// <param name="Proposals">How many of those that count it has asked for.</param>
/// <param name="Watermarks">How far each provider was read, by provider and window length; none before its first pass.</param>
public sealed record ContextStanding(string ContextId, int Proposals, IReadOnlyList<Watermark> Watermarks);
