using Regenerator.Signals;

namespace Regenerator.Proposals;

/// <summary>A signal that a proposal stands on. A window that is read again replaces its evidence: the id is the same.</summary>
/// <param name="SignalId">See <see cref="IdOf"/>.</param>
public sealed record Evidence(string SignalId, string ContextId, string Provider, TimeWindow Window, RegeneratorSignal Signal)
{
    /// <summary>What the rule judged by in the window; null: it did not say.</summary>
    public Measured? Measured { get; init; }

    /// <summary>How those stood that the rule left alone; null: it is not known.</summary>
    public Comparison? Others { get; init; }

    /// <summary>Which versions of the documents were in force; null: it was not written down.</summary>
    public SpecsInForce? InForce { get; init; }

    /// <summary>H(provider, context, name, window): the same fact has the same id, however often it is read.</summary>
    public static string IdOf(string provider, string contextId, TimeWindow window, RegeneratorSignal signal) =>
        Hash.Of(provider, contextId, signal.Name, window.Since.ToString("O"), window.Until.ToString("O"))[..32];
}

/// <summary>The versions of a context's documents.</summary>
public sealed record SpecsInForce(string Blueprint, string Tenant);
