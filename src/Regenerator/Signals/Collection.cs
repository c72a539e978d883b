using Regenerator.Contexts;
using Regenerator.Storage;

namespace Regenerator.Signals;

/// <summary>
/// The reading of one batch of contexts in one pass. Contexts that have been read are handed out without those that have not: nobody waits for
/// a straggler longer than <see cref="WindowOptions.Patience"/>. For one caller at a time.
/// </summary>
public sealed class Collection
{
    private readonly SignalCollector collector;
    private readonly int most;
    private readonly Dictionary<string, int> place;
    private readonly Dictionary<string, int> read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Errand> errands = new(StringComparer.Ordinal);
    private readonly HashSet<(string Context, string Provider)> silent = [];
    private readonly List<Task<ProviderAnswer>> awaited = [];
    private readonly List<Task<ProviderAnswer>> late = [];
    private readonly List<QuarantinedAnswer> quarantined = [];
    private readonly Func<RegenerationContext, SignalSource, bool> isSilent;
    private List<RegenerationContext> idle;

    internal Collection(SignalCollector collector, IReadOnlyList<RegenerationContext> contexts, int most)
    {
        this.collector = collector;
        this.most = most;
        isSilent = (context, source) => silent.Count > 0 && silent.Contains((context.Id, source.Name));
        idle = [.. contexts];
        place = contexts.Select((context, index) => (context.Id, index)).ToDictionary(c => c.Id, c => c.index, StringComparer.Ordinal);
    }

    /// <summary>Contexts that wait for nothing: they can be asked for their next window.</summary>
    public IReadOnlyList<RegenerationContext> Idle => idle;

    /// <summary>There are stragglers.</summary>
    public bool IsWaiting => late.Count > 0;

    /// <summary>A context has more closed windows than one pass may read.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Asks for the next window of every idle context that has one, the oldest first; those that have none are through for this pass.</summary>
    public void Ask(ReadProgress progress, CancellationToken ct)
    {
        var now = collector.Time.GetUtcNow(); // read once: a window that closes meanwhile belongs to the next look
        var asking = new List<Errand>();
        foreach (var context in idle)
        {
            var marks = collector.Planner.MarksOf(context.Id, progress);
            if (IsThrough(context, marks, now) || collector.Planner.Next(context, marks, progress.Epochs.GetValueOrDefault(context.Id), isSilent, now) is not { } plan) continue;
            if (read.GetValueOrDefault(context.Id) == most)
            {
                IsCutShort = true;
                continue;
            }

            asking.Add(errands[context.Id] = new Errand(plan));
        }

        idle = [];
        Send(asking, ct);
    }

    /// <summary>Whoever has been read by now; empty when there is nobody, or only stragglers.</summary>
    public async Task<Slice> TakeAsync(CancellationToken ct)
    {
        do
        {
            await PromptAsync(ct);
            Send(await HarvestAsync(), ct);
        }
        while (awaited.Count > 0);

        var done = errands.Values.Where(e => e.IsDone).OrderBy(e => place[e.Plan.Context.Id]).ToArray();
        foreach (var context in done.Select(e => e.Plan.Context))
        {
            errands.Remove(context.Id);
            read[context.Id] = read.GetValueOrDefault(context.Id) + 1;
            idle.Add(context);
        }

        QuarantinedAnswer[] broken = [.. quarantined];
        quarantined.Clear();
        return new Slice([.. done.Select(e => e.Reading())], broken);
    }

    /// <summary>What was read of these contexts is kept: who has nothing more to read is through, and nobody needs to ask the store for it.</summary>
    public void Settle(IEnumerable<ContextReading> kept)
    {
        var now = collector.Time.GetUtcNow();
        var through = kept.Where(reading => IsThrough(reading.Context, collector.Planner.After(reading.Marks, reading), now)).Select(reading => reading.Context.Id).ToHashSet(StringComparer.Ordinal);
        idle.RemoveAll(context => through.Contains(context.Id));
    }

    /// <summary>Waits for the next straggler.</summary>
    public Task StragglerAsync(CancellationToken ct) => Task.WhenAny(late).WaitAsync(ct);

    // All of them, or those that are there when patience is over: the others are stragglers from then on.
    private async Task PromptAsync(CancellationToken ct)
    {
        var all = Task.WhenAll(awaited);
        if (!all.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(all, Task.Delay(collector.Windows.Patience, collector.Time, over.Token));
            await over.CancelAsync();
        }

        ct.ThrowIfCancellationRequested();
        late.AddRange(awaited);
        awaited.Clear();
    }

    /// <returns>Who can go on.</returns>
    private async Task<IReadOnlyList<Errand>> HarvestAsync()
    {
        var heard = new HashSet<Errand>();
        foreach (var task in late.Where(t => t.IsCompleted))
        {
            var answer = await task;
            if (answer.Quarantined is { } broken) quarantined.Add(broken);
            foreach (var context in answer.Request.Contexts)
            {
                var errand = errands[context.Id];
                errand.Take(new Question(answer.Request.Source, answer.Request.Window), answer.Readings[context.Id]);
                // A look-back that fails says nothing about the next window.
                if (answer.Request.Window == errand.Plan.Window && answer.Readings[context.Id].Coverage.IsUnavailable) silent.Add((context.Id, answer.Request.Source.Name));
                heard.Add(errand);
            }
        }

        late.RemoveAll(t => t.IsCompleted);
        return [.. heard];
    }

    private void Send(IEnumerable<Errand> asking, CancellationToken ct)
    {
        var asked = new OrderedDictionary<Question, List<RegenerationContext>>();
        foreach (var errand in asking)
            foreach (var question in errand.Next(isSilent))
            {
                if (!asked.TryGetValue(question, out var askers)) asked.Add(question, askers = []);
                askers.Add(errand.Plan.Context);
            }

        foreach (var ((source, window), askers) in asked)
        {
            var account = collector.AccountOf(source);
            var paused = askers.ToLookup(context => account.Pause(context.Id));
            foreach (var held in paused.Where(p => p.Key is not null))
                awaited.Add(Task.FromResult(new ProviderRequest(source, window, [.. held]).Unavailable(held.Key!)));
            var free = paused[null].OrderBy(c => account.TurnOf(source.Name, c.Id)).ThenBy(c => c.Id, StringComparer.Ordinal);
            foreach (var contexts in free.Chunk(Math.Max(1, source.Traits.ContextsPerRequest)))
                awaited.Add(account.AskAsync(new ProviderRequest(source, window, contexts), ct));
        }
    }

    private bool IsThrough(RegenerationContext context, WindowMarks marks, DateTimeOffset now)
    {
        var due = collector.Planner.DueAt(context, marks, now);
        if (due > now) collector.Agenda.Note(context.Id, marks, due);
        else collector.Agenda.Note(context.Id, marks);
        return due > now;
    }
}

/// <summary>Contexts that have been read, one window each.</summary>
/// <param name="Quarantined">Answers that could not be read.</param>
public sealed record Slice(IReadOnlyList<ContextReading> Readings, IReadOnlyList<QuarantinedAnswer> Quarantined);
