using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>One context's window on its way: what was asked, what was answered, what is still to ask.</summary>
internal sealed class Errand(WindowPlan plan)
{
    private readonly Dictionary<Question, ProviderReading> answers = [];
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
        answers[question] = answer;
        open--;
    }

    /// <summary>What can be asked now; empty while answers are awaited, and at the end.</summary>
    /// <param name="silent">Providers that are not to be asked for this context.</param>
    public IReadOnlyList<Question> Next(Func<SignalSource, bool> silent)
    {
        if (open > 0 || stage == Stage.Then) return [];
        stage++;
        Question[] questions = stage == Stage.First ? [.. plan.First] : Answered ? [.. plan.Then.Distinct().Where(q => !silent(q.Source))] : [];
        open = questions.Length;
        return questions.Length == 0 ? Next(silent) : questions;
    }

    public ContextReading Reading()
    {
        ProviderReading[] readings =
        [
            .. plan.Asked.Select(source => answers[plan.Ask(source)]),
            .. plan.Companions.Select(source => answers.GetValueOrDefault(plan.Ask(source)) ?? source.Silent(Coverage.Unavailable($"{source.Name} was not asked again"))),
            .. plan.Behind.Select(source => source.Silent(Coverage.Unavailable($"{source.Name} has not come to this window yet"))),
        ];
        var moved = plan.Asked.ToLookup(source => !answers[plan.Ask(source)].Coverage.IsUnavailable);
        return new ContextReading(
            plan.Context,
            plan.Window,
            [.. readings.OrderBy(r => r.Provider, StringComparer.Ordinal)],
            [.. moved[true].Select(source => plan.Mark(source, plan.Window.Until)), .. moved[true].SelectMany(plan.FirstMarks)],
            plan.Track.Lookbacks.ToDictionary(span => span, Earlier))
        {
            FirstAsked = [.. moved[false].Where(plan.New.Contains).Select(source => plan.Mark(source, plan.Window.Until - plan.Track.Every)), .. moved[false].SelectMany(plan.FirstMarks)],
            Faults = [.. answers.Where(a => a.Value.Coverage.IsUnavailable).OrderBy(a => a.Key.Window).ThenBy(a => a.Key.Source.Name, StringComparer.Ordinal).Select(a => a.Value)],
            OfRules = plan.Track.OfRules,
            Again = plan.Track.Again,
            Epoch = plan.Epoch,
            Marks = plan.Marks,
        };
    }

    private bool Answered => answers.Values.Any(a => !a.Coverage.IsUnavailable);

    private SignalBatch? Earlier(TimeSpan span)
    {
        var readings = plan.Sources.Select(source => answers.GetValueOrDefault(plan.Before(source, span))).OfType<ProviderReading>().ToArray();
        return readings.Any(r => !r.Coverage.IsUnavailable) ? new SignalBatch(new TimeWindow(plan.Window.Since - span, plan.Window.Since), readings) : null;
    }
}
