using Regenerator.Signals;

namespace Regenerator.Proposals;

/// <summary>A signal that a proposal stands on. A window that is read again replaces its evidence: the id is the same.</summary>
/// <param name="SignalId">See <see cref="IdOf"/>.</param>
public sealed record Evidence(string SignalId, string ContextId, string Provider, TimeWindow Window, RegeneratorSignal Signal)
{
    /// <summary>H(provider, context, name, window): the same fact has the same id, however often it is read.</summary>
    public static string IdOf(string provider, string contextId, TimeWindow window, RegeneratorSignal signal) =>
        Hash.Of(provider, contextId, signal.Name, window.Since.ToString("O"), window.Until.ToString("O"))[..32];
}
