namespace Regenerator.Proposals;

/// <summary>A sink could not take a delivery, and knows more than that. The message is one line without secrets: operators read it.</summary>
public sealed class DeliveryException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The receiver wants to be left alone so long, by all deliveries; null: it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Trying again is useless: an operator has to look at once.</summary>
    public bool IsFinal { get; init; }
}
