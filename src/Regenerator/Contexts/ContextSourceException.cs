namespace Regenerator.Contexts;

/// <summary>A source of contexts is at fault as a whole: not there, or suddenly almost empty. The message is one line.</summary>
public sealed class ContextSourceException(string message, Exception? inner = null) : Exception(message, inner);
