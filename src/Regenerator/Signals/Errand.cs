using Regenerator.Contexts;
using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>One context's window on its way: what was asked, what was answered, what is still to ask.</summary>
internal sealed class Errand(WindowPlan plan)
{
    private static readonly Dictionary<TimeSpan, SignalBatch?> NothingEarlier = [];

    private readonly List<(Question To, ProviderReading Answer)> answers = new(plan.Asked.Length); // a few
    private Stage stage;
    private int open;

    private enum Stage
    {
        New,
        First,
        Then,
    }

    public WindowPlan Plan => plan;

    public bool IsDone => stage == Stage.Then && open == 0;

    public void Take(Question question, ProviderReading answer)
    {
        answers.Add((question, answer));
        open--;
    }

    /// <summary>What can be asked now; empty while answers are awaited, and at the end.</summary>
    /// <param name="silent">Providers that are not to be asked for this context.</param>
    public IReadOnlyList<Question> Next(Func<RegenerationContext, SignalSource, bool> silent)
    {
        if (open > 0 || stage == Stage.Then) return [];
        stage++;
        Question[] questions = stage == Stage.First ? plan.First : plan.IsAlone || !Answered ? [] : [.. plan.Then.Distinct().Where(q => !silent(plan.Context, q.Source))];
        open = questions.Length;
        return questions.Length == 0 ? Next(silent) : questions;
    }

    public ContextReading Reading()
    {
        var readings = new List<ProviderReading>(plan.Asked.Length + plan.Companions.Length + plan.Behind.Length);
        List<Watermark> moved = [], firstAsked = [];
        foreach (var source in plan.Asked)
        {
            var answer = Answer(plan.Ask(source))!;
            readings.Add(answer);
            if (!answer.Coverage.IsUnavailable) moved.Add(plan.Mark(source, plan.Window.Until));
            else if (plan.New.Contains(source)) firstAsked.Add(plan.Mark(source, plan.Window.Until - plan.Track.Every));
            if (plan.FirstMark(source) is { } first) (answer.Coverage.IsUnavailable ? firstAsked : moved).Add(first);
        }

        foreach (var source in plan.Companions) readings.Add(Answer(plan.Ask(source)) ?? source.Silent(Coverage.Unavailable($"{source.Name} was not asked again")));
        foreach (var source in plan.Behind) readings.Add(source.Silent(Coverage.Unavailable($"{source.Name} has not come to this window yet")));
        readings.Sort(static (left, right) => string.CompareOrdinal(left.Provider, right.Provider));
        return new ContextReading(plan.Context, plan.Window, readings, moved, plan.Track.Lookbacks.Count == 0 ? NothingEarlier : plan.Track.Lookbacks.ToDictionary(span => span, Earlier))
        {
            FirstAsked = firstAsked,
            Faults = answers.TrueForAll(static a => !a.Answer.Coverage.IsUnavailable) ? [] : Faults(),
            OfRules = plan.Track.OfRules,
            Again = plan.Track.Again,
            Epoch = plan.Epoch,
            Marks = plan.Marks,
        };
    }

    private bool Answered => answers.Exists(static a => !a.Answer.Coverage.IsUnavailable);

    private ProviderReading? Answer(Question question)
    {
        foreach (var (to, answer) in answers)
            if (to == question) return answer;
        return null;
    }

    private ProviderReading[] Faults() => [.. answers.Where(a => a.Answer.Coverage.IsUnavailable).OrderBy(a => a.To.Window).ThenBy(a => a.To.Source.Name, StringComparer.Ordinal).Select(a => a.Answer)];

    private SignalBatch? Earlier(TimeSpan span)
    {
        var readings = plan.Sources.Select(source => Answer(plan.Before(source, span))).OfType<ProviderReading>().ToArray();
        return readings.Any(r => !r.Coverage.IsUnavailable) ? new SignalBatch(new TimeWindow(plan.Window.Since - span, plan.Window.Since), readings) : null;
    }
}
