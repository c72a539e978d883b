namespace Regenerator.Signals;

/// <summary>How far a provider has been read for a context: everything before <paramref name="Until"/>.</summary>
public sealed record Watermark(WatermarkKey Key, DateTimeOffset Until);

/// <param name="ContextId">The context.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Window">The window's length; another length has its own watermark.</param>
public readonly record struct WatermarkKey(string ContextId, string Provider, TimeSpan Window);
