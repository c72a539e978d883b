using Regenerator.Contexts;

namespace Regenerator.Signals;

/// <summary>The next window of one context, and who is to be asked about it.</summary>
/// <param name="Asked">Stand at this window.</param>
/// <param name="Companions">Are past it already.</param>
/// <param name="Behind">Could not answer for this window or an earlier one, or still wait for its late events.</param>
internal sealed record WindowPlan(RegenerationContext Context, Track Track, TimeWindow Window, SignalSource[] Asked, SignalSource[] Companions, SignalSource[] Behind)
{
    /// <summary>What the store knew of the context when the plan was made.</summary>
    public required long Epoch { get; init; }

    /// <summary>How far the context had been read then.</summary>
    public required WindowMarks Marks { get; init; }

    /// <summary>Sources that have no watermark yet.</summary>
    public required SignalSource[] New { get; init; }

    public IEnumerable<SignalSource> Sources => Asked.Concat(Companions).Concat(Behind);

    public Question[] First => Array.ConvertAll(Asked, Ask);

    /// <summary>Only where a provider has answered is it worth asking the others again, so that rules see the whole window.</summary>
    public IEnumerable<Question> Then => Companions.Select(Ask).Concat(Track.Lookbacks.SelectMany(span => Sources.Select(source => Before(source, span))));

    /// <summary>There is nothing to ask but the first questions.</summary>
    public bool IsAlone => Companions.Length == 0 && Track.Lookbacks.Count == 0;

    public Question Ask(SignalSource source) => new(source, Window);

    public Question Before(SignalSource source, TimeSpan span) => new(source, new TimeWindow(Window.Since - span, Window.Since));

    public Watermark Mark(SignalSource source, DateTimeOffset until) => new(Track.Key(Context.Id, source), until);

    /// <summary>The second readings begin with the window that was the first to be read, not before it.</summary>
    public Watermark? FirstMark(SignalSource source) =>
        Track.IsOwn && source.Traits.RereadFor > TimeSpan.Zero && New.Contains(source) ? new Watermark((Track with { Again = true }).Key(Context.Id, source), Window.Since) : null;
}

/// <summary>What a provider is asked about a context: one window.</summary>
internal readonly record struct Question(SignalSource Source, TimeWindow Window);
