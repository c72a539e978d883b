namespace Regenerator.Storage;

/// <summary>What requests were answered; whoever calls holds the store's lock.</summary>
internal sealed class InMemoryAnswers
{
    private readonly Dictionary<AnswerKey, KeptAnswer> answers = [];

    public KeptAnswer? Begin(KeptAnswer begun, DateTimeOffset now)
    {
        foreach (var over in answers.Values.Where(a => a.Until <= now).ToArray()) answers.Remove(over.Key);
        return answers.TryAdd(begun.Key, begun) ? null : answers[begun.Key];
    }

    public bool End(AnswerKey key, AnswerText text)
    {
        if (!answers.TryGetValue(key, out var begun)) return false;
        answers[key] = begun with { Text = text };
        return true;
    }
}
