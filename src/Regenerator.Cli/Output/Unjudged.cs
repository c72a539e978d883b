using System.Runtime.InteropServices;
using Regenerator.Judgements;

namespace Regenerator.Cli.Output;

/// <summary>Contexts in which a rule does not judge, for the same reason.</summary>
/// <param name="Contexts">The first of them.</param>
internal sealed record Unjudged(string RuleId, JudgementKind Kind, string Reason, IReadOnlyList<string> Contexts, int Count)
{
    private const int Named = 3;

    public static async Task<IReadOnlyCollection<Unjudged>> OfAsync(IAsyncEnumerable<Judgement> judgements)
    {
        var found = new Dictionary<(string Rule, JudgementKind Kind, string Reason), Unjudged>();
        await foreach (var judgement in judgements)
        {
            ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(found, (judgement.RuleId, judgement.Kind, judgement.Reason), out _);
            same ??= new Unjudged(judgement.RuleId, judgement.Kind, judgement.Reason, [], 0);
            same = same with { Count = same.Count + 1, Contexts = same.Count < Named ? [.. same.Contexts, judgement.ContextId] : same.Contexts };
        }

        return found.Values;
    }
}
