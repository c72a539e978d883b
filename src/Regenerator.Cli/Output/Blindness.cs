using System.Runtime.InteropServices;
using Regenerator.Judgements;

namespace Regenerator.Cli.Output;

/// <summary>Contexts in which a rule can not judge, for the same reason.</summary>
/// <param name="Contexts">The first of them.</param>
internal sealed record Blindness(string RuleId, JudgementKind Kind, string Reason, IReadOnlyList<string> Contexts, int Count)
{
    private const int Named = 3;

    public static async Task<IReadOnlyCollection<Blindness>> OfAsync(IAsyncEnumerable<Judgement> judgements)
    {
        var found = new Dictionary<(string Rule, JudgementKind Kind, string Reason), Blindness>();
        await foreach (var judgement in judgements)
        {
            ref var blind = ref CollectionsMarshal.GetValueRefOrAddDefault(found, (judgement.RuleId, judgement.Kind, judgement.Reason), out _);
            blind ??= new Blindness(judgement.RuleId, judgement.Kind, judgement.Reason, [], 0);
            blind = blind with { Count = blind.Count + 1, Contexts = blind.Count < Named ? [.. blind.Contexts, judgement.ContextId] : blind.Contexts };
        }

        return found.Values;
    }
}
