using Regenerator.Contexts;
using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>What the providers said of one context and one window.</summary>
/// <param name="Readings">One per provider, by name.</param>
/// <param name="Watermarks">Of the providers that moved on.</param>
/// <param name="Earlier">What came before the window, by how far back.</param>
public sealed record ContextReading(
    RegenerationContext Context, TimeWindow Window, IReadOnlyList<ProviderReading> Readings, IReadOnlyList<Watermark> Watermarks, IReadOnlyDictionary<TimeSpan, SignalBatch?> Earlier)
{
    /// <summary>Answers that did not come, look-back included. Who was not asked is not at fault.</summary>
    public IReadOnlyList<ProviderReading> Faults { get; init; } = [];

    /// <summary>Where providers stand that were asked for the first time and could not answer: they are asked for everything since.</summary>
    public IReadOnlyList<Watermark> FirstAsked { get; init; } = [];

    /// <summary>The window that rules asked for by their schedule; null: the pass's own, for all other rules.</summary>
    public TimeSpan? OfRules { get; init; }

    /// <summary>The window was read and judged before; late events may have changed it. What it says now replaces what it said then.</summary>
    public bool Again { get; init; }

    /// <summary>What the store knew of the context before the providers were asked.</summary>
    public long Epoch { get; init; }

    /// <summary>How far it had been read then.</summary>
    internal WindowMarks Marks { get; init; }

    /// <summary>No provider could answer: there is nothing to judge.</summary>
    public bool IsSilent => Watermarks.Count == 0;

    /// <summary>Every provider has said everything.</summary>
    internal bool IsWhole
    {
        get
        {
            for (var i = 0; i < Readings.Count; i++)
                if (!Readings[i].Coverage.IsComplete) return false;
            return !IsSilent;
        }
    }
}
