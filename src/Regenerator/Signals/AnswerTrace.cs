namespace Regenerator.Signals;

/// <summary>
/// How the latest answer of a request began, so that quarantine can show what a provider could not read. The client notes it where providers get
/// their client from; it flows with the request, as an activity does.
/// </summary>
public sealed class AnswerTrace
{
    private static readonly AsyncLocal<AnswerTrace?> Flowing = new();

    /// <summary>Of the request that is being sent; null where nobody wants to know.</summary>
    public static AnswerTrace? Current => Flowing.Value;

    /// <summary>Asked only when the answer turns out to be malformed.</summary>
    public Func<(string Excerpt, long Size)>? Latest { get; set; }

    internal static AnswerTrace Begin() => Flowing.Value = new AnswerTrace();
}
