namespace Regenerator.Signals;

/// <summary>The vendor asked to be left alone for a while. A provider that throws it is asked again no sooner.</summary>
/// <param name="message">One line.</param>
/// <param name="retryAfter">From now on; null: the vendor did not say.</param>
public sealed class ThrottledException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
