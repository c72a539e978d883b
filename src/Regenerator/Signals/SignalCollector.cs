using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Storage;

namespace Regenerator.Signals;

/// <summary>
/// Asks every provider for the next closed window of every context, many contexts in one request. A provider that cannot answer
/// keeps its watermark and does not hold up the others.
/// </summary>
public sealed class SignalCollector(IReadOnlyList<SignalSource> sources, WindowOptions windows, TimeProvider time)
{
    /// <summary>The next window of each context that has one, with what the providers said. Contexts that have caught up are left out.</summary>
    /// <param name="lookbacks">How far back the rules want to compare.</param>
    /// <param name="silent">Providers that could not answer for a context earlier in this pass: not asked again until the next. Grows.</param>
    public async Task<IReadOnlyList<ContextReading>> CollectAsync(
        IReadOnlyList<RegenerationContext> contexts, PassStart start, IReadOnlyCollection<TimeSpan> lookbacks, HashSet<(string Context, string Provider)> silent, CancellationToken ct)
    {
        var now = time.GetUtcNow(); // read once: a window that closes meanwhile belongs to the next look
        var due = contexts.Select(context => Due(context, start, silent, now)).OfType<Plan>().ToArray();
        var first = await AskAsync(due.SelectMany(plan => plan.Asked.Select(source => new Question(plan.Context, source, plan.Window))), ct);
        foreach (var (question, reading) in first)
            if (reading.Coverage.IsUnavailable) silent.Add((question.Context.Id, question.Source.Name));

        // Only where a lagging provider has answered is it worth asking the others again, so that rules see the whole window.
        var answered = due.Where(plan => plan.Asked.Any(source => !first[new Question(plan.Context, source, plan.Window)].Coverage.IsUnavailable)).ToArray();
        var again = await AskAsync(answered.SelectMany(plan => plan.Companions.Select(source => new Question(plan.Context, source, plan.Window))).Where(Answers), ct);
        var before = await AskAsync(answered.SelectMany(plan => lookbacks.SelectMany(span => sources.Select(source => Before(plan, source, span)))).Where(Answers), ct);
        return [.. due.Select(plan => Reading(plan, start, first, again, before, lookbacks))];

        bool Answers(Question question) => !silent.Contains((question.Context.Id, question.Source.Name));
    }

    /// <summary>Some context has a closed window that was not read yet, of a provider that can answer.</summary>
    public bool IsBehind(IReadOnlyList<RegenerationContext> contexts, PassStart start, HashSet<(string Context, string Provider)> silent)
    {
        var now = time.GetUtcNow();
        return contexts.Any(context => Due(context, start, silent, now) is not null);
    }

    private Plan? Due(RegenerationContext context, PassStart start, HashSet<(string, string)> silent, DateTimeOffset now)
    {
        var next = sources.Select(source => (Source: source, Known: Known(source, now)))
            .Select(s => (s.Source, Window: NextWindow(context, s.Source, start, s.Known), s.Known))
            .Select(s => (s.Source, s.Window, Closed: s.Window.Until <= s.Known)).ToArray();
        var ready = next.Where(n => n.Closed && !silent.Contains((context.Id, n.Source.Name))).ToArray();
        if (ready.Length == 0) return null;
        var window = ready.Min(n => n.Window);
        var asked = ready.Where(n => n.Window == window).Select(n => n.Source).ToArray();
        return new Plan(
            context,
            window,
            asked,
            [.. next.Where(n => n.Window > window).Select(n => n.Source)],
            [.. next.Where(n => n.Window <= window).Select(n => n.Source).Except(asked)]);
    }

    /// <summary>Up to when a provider can be asked now.</summary>
    private DateTimeOffset Known(SignalSource source, DateTimeOffset now)
    {
        var closed = now - (source.Traits.Lateness ?? windows.Lateness);
        return source.Traits.EndsAt is { } end && end < closed ? end : closed;
    }

    private TimeWindow NextWindow(RegenerationContext context, SignalSource source, PassStart start, DateTimeOffset known) =>
        start.Watermarks.TryGetValue(new WatermarkKey(context.Id, source.Name, windows.Length), out var watermark)
            ? new TimeWindow(watermark.Until, watermark.Until + windows.Length)
            : TimeWindow.LastClosed(known, windows.Length, TimeSpan.Zero);

    private static Question Before(Plan plan, SignalSource source, TimeSpan span) => new(plan.Context, source, new TimeWindow(plan.Window.Since - span, plan.Window.Since));

    private ContextReading Reading(
        Plan plan, PassStart start, Dictionary<Question, ProviderReading> first, Dictionary<Question, ProviderReading> again, Dictionary<Question, ProviderReading> before, IReadOnlyCollection<TimeSpan> lookbacks)
    {
        ProviderReading[] readings =
        [
            .. plan.Asked.Select(source => first[new Question(plan.Context, source, plan.Window)]),
            .. plan.Companions.Select(source => again.GetValueOrDefault(new Question(plan.Context, source, plan.Window)) ?? source.Silent(Coverage.Unavailable($"{source.Name} was not asked again"))),
            .. plan.Behind.Select(source => source.Silent(Coverage.Unavailable($"{source.Name} has not come to this window yet"))),
        ];
        var asked = plan.Asked.ToLookup(source => first[new Question(plan.Context, source, plan.Window)].Coverage.IsUnavailable, source => new WatermarkKey(plan.Context.Id, source.Name, windows.Length));
        var earlier = lookbacks.ToDictionary(span => span, span => Earlier(plan, span, before));
        var answers = plan.Asked.Select(source => first[new Question(plan.Context, source, plan.Window)])
            .Concat(plan.Companions.Select(source => again.GetValueOrDefault(new Question(plan.Context, source, plan.Window))).OfType<ProviderReading>())
            .Concat(lookbacks.SelectMany(span => sources.Select(source => before.GetValueOrDefault(Before(plan, source, span)))).OfType<ProviderReading>());
        return new ContextReading(plan.Context, plan.Window, [.. readings.OrderBy(r => r.Provider, StringComparer.Ordinal)], [.. asked[false].Select(key => new Watermark(key, plan.Window.Until))], earlier)
        {
            FirstAsked = [.. asked[true].Where(key => !start.Watermarks.ContainsKey(key)).Select(key => new Watermark(key, plan.Window.Since))],
            Faults = [.. answers.Where(answer => answer.Coverage.IsUnavailable)],
        };
    }

    private SignalBatch? Earlier(Plan plan, TimeSpan span, Dictionary<Question, ProviderReading> before)
    {
        var readings = sources.Select(source => before.GetValueOrDefault(Before(plan, source, span))).OfType<ProviderReading>().ToArray();
        return readings.Any(r => !r.Coverage.IsUnavailable) ? new SignalBatch(new TimeWindow(plan.Window.Since - span, plan.Window.Since), readings) : null;
    }

    private async Task<Dictionary<Question, ProviderReading>> AskAsync(IEnumerable<Question> questions, CancellationToken ct)
    {
        var requests = questions.Distinct().GroupBy(q => (q.Source, q.Window))
            .SelectMany(group => group.OrderBy(q => q.Context.Id, StringComparer.Ordinal).Chunk(Math.Max(1, group.Key.Source.Traits.ContextsPerRequest)), (group, chunk) => (group.Key, chunk));
        var answers = await Task.WhenAll(requests.Select(request => AskAsync(request.Key.Source, request.chunk, request.Key.Window, ct)));
        return answers.SelectMany(answer => answer).ToDictionary(a => a.Question, a => a.Reading);
    }

    private async Task<IEnumerable<(Question Question, ProviderReading Reading)>> AskAsync(SignalSource source, Question[] questions, TimeWindow window, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(windows.RequestTimeout, time);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
            var contexts = questions.Select(q => q.Context).ToArray();
            var answers = await Task.Run(() => source.ReadAsync(contexts, window, either.Token), either.Token).WaitAsync(either.Token);
            return questions.Select(q => (q, answers[q.Context.Id]));
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            var reason = limit.IsCancellationRequested ? $"no answer within {windows.RequestTimeout.TotalSeconds:0.#} s" : problem.Message;
            return questions.Select(q => (q, source.Silent(Coverage.Unavailable(reason))));
        }
    }

    private sealed record Question(RegenerationContext Context, SignalSource Source, TimeWindow Window);

    /// <param name="Asked">Stand at this window.</param>
    /// <param name="Companions">Are past it already.</param>
    /// <param name="Behind">Could not answer for this window or an earlier one, or still wait for its late events.</param>
    private sealed record Plan(RegenerationContext Context, TimeWindow Window, SignalSource[] Asked, SignalSource[] Companions, SignalSource[] Behind);
}

/// <summary>How time is cut and how long we wait.</summary>
public sealed record WindowOptions
{
    /// <summary>Default 5 minutes.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its end a window is taken to be complete. Default 30 seconds.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one request to one provider. Default 30 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);
}

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

    /// <summary>No provider could answer: there is nothing to judge.</summary>
    public bool IsSilent => Watermarks.Count == 0;
}
