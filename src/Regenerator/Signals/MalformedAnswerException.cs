namespace Regenerator.Signals;

/// <summary>What came is not what the vendor answers. It is quarantined with its reason and never becomes data.</summary>
/// <param name="message">One line: what is wrong with it.</param>
public sealed class MalformedAnswerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How the answer begins; null: not known. Redacted and cut before anybody sees it.</summary>
    public string? Excerpt { get; init; }

    /// <summary>Bytes that were read; null: not known.</summary>
    public long? Size { get; init; }
}
