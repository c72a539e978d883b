using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Studio.Deciding;

/// <summary>Equal errors of all windows and contexts together.</summary>
/// <param name="Latest">As it was seen last.</param>
/// <param name="Contexts">Where, in order.</param>
internal sealed record ErrorGroup(Evidence Latest, double Count, IReadOnlyList<string> Contexts, DateTimeOffset First, DateTimeOffset Last)
{
    public ErrorSignal Error => (ErrorSignal)Latest.Signal;

    /// <summary>The most frequent first.</summary>
    public static IReadOnlyList<ErrorGroup> Of(IReadOnlyList<Evidence> evidence) =>
    [
        .. evidence.Where(e => e.Signal is ErrorSignal).GroupBy(e => (e.Provider, e.Signal.Subject))
            .Select(g => new ErrorGroup(
                g.MaxBy(e => e.Window.Until)!, g.Sum(e => e.Signal.Number), [.. g.Select(e => e.ContextId).Distinct().Order(StringComparer.Ordinal)], g.Min(e => e.Window.Since), g.Max(e => e.Window.Until)))
            .OrderByDescending(g => g.Count).ThenBy(g => g.Error.Id, StringComparer.Ordinal),
    ];
}
