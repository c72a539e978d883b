using System.Runtime.CompilerServices;
using Regenerator.Judgements;

namespace Regenerator.Storage;

/// <summary>Every judgement that a query finds, page after page.</summary>
public static class JudgementPages
{
    extension(IInboxStore store)
    {
        /// <summary>In the order of <see cref="JudgementPlace"/>. One that changes its kind meanwhile may come twice, or not at all.</summary>
        public async IAsyncEnumerable<Judgement> AllJudgementsAsync(JudgementQuery query, [EnumeratorCancellation] CancellationToken ct)
        {
            for (var page = query with { Limit = 1000 }; ;)
            {
                var (judgements, next) = await store.JudgementsAsync(page, ct);
                foreach (var judgement in judgements) yield return judgement;
                if (next is null) yield break;
                page = page with { After = next };
            }
        }
    }
}
