namespace Regenerator.Providers.Recorded;

/// <summary>A recording can not be read. One line: <c>file:line: what is wrong</c>.</summary>
public sealed class RecordedFormatException(string message, Exception? inner = null) : Exception(message, inner);
