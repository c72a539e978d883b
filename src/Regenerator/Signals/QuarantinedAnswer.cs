namespace Regenerator.Signals;

/// <summary>An answer that could not be read. It is kept for people to look at, and never becomes data: its contexts were not read.</summary>
/// <param name="Contexts">Whom the request asked for.</param>
/// <param name="Reason">One line: what is wrong with it.</param>
/// <param name="Excerpt">How it begins, redacted; empty where that is not known.</param>
/// <param name="Size">Bytes that were read; null where that is not known.</param>
public sealed record QuarantinedAnswer(string Provider, IReadOnlyList<string> Contexts, TimeWindow Window, string Reason, string Excerpt, long? Size, DateTimeOffset At);
