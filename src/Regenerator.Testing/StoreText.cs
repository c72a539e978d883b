using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Regenerator.Contexts;
using Regenerator.Storage;

namespace Regenerator.Testing;

/// <summary>Everything that a store holds, as text: runs that came to the same give the same text, whichever the store.</summary>
public static class StoreText
{
    private static readonly DeliveryQuery Everything = new() { States = [.. Enum.GetValues<DeliveryState>()], Limit = int.MaxValue };

    /// <param name="store">Nobody else writes to it meanwhile.</param>
    /// <param name="contexts">Those whose watermarks and epochs are of interest.</param>
    /// <param name="ct">Before the text is whole.</param>
    public static async Task<string> OfAsync(IRegeneratorStore store, IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        var text = new StringBuilder();
        var progress = await store.ProgressAsync([.. contexts.Select(c => c.Id)], ct);
        foreach (var (context, epoch) in progress.Epochs.OrderBy(e => e.Key, StringComparer.Ordinal)) text.AppendLine(CultureInfo.InvariantCulture, $"epoch {context} {epoch}");
        foreach (var (key, mark) in progress.Watermarks.OrderBy(w => w.Key.ToString(), StringComparer.Ordinal)) text.AppendLine(CultureInfo.InvariantCulture, $"watermark {key} {mark.Until:O}");
        await foreach (var judgement in store.AllJudgementsAsync(new JudgementQuery(), ct)) Add(text, "judgement", judgement, RegeneratorJson.Default.Judgement);
        foreach (var proposal in (await store.AllAsync(new ProposalQuery { Limit = 1000 }, ct).ToListAsync(ct)).OrderBy(p => p.Id))
        {
            var record = (await store.GetAsync(proposal.Id, ct))!;
            Add(text, "proposal", record.Proposal, RegeneratorJson.Default.Proposal);
            foreach (var happened in record.History) Add(text, "  event", happened, RegeneratorJson.Default.ProposalEvent);
            foreach (var evidence in record.Evidence) Add(text, "  evidence", evidence, RegeneratorJson.Default.Evidence);
            foreach (var step in record.Steps) Add(text, "  step", step, RegeneratorJson.Default.JournalStep);
        }

        foreach (var delivery in (await store.ListDeliveriesAsync(Everything, ct)).OrderBy(d => d.Sink, StringComparer.Ordinal).ThenBy(d => d.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"delivery {delivery}");
        return text.ToString();
    }

    /// <summary>Where two texts part, for the message of a test that failed; empty when they do not.</summary>
    public static string Difference(string expected, string actual)
    {
        if (string.Equals(expected, actual)) return "";
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var same = left.Zip(right).TakeWhile(pair => string.Equals(pair.First, pair.Second)).Count();
        return $"line {same + 1} is\n{right.ElementAtOrDefault(same)}\ninstead of\n{left.ElementAtOrDefault(same)}";
    }

    private static void Add<T>(StringBuilder text, string what, T value, JsonTypeInfo<T> type) => text.Append(what).Append(' ').AppendLine(JsonSerializer.Serialize(value, type));
}
