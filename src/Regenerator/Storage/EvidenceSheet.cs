using System.Text.Json;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>
/// What one context said in one window for a proposal, as stores keep it: a row for all of it, because it is written, read and replaced together, and rows
/// of their own for a dozen signals are most of what a commit costs.
/// </summary>
/// <param name="Until">End of the window.</param>
/// <param name="Json">A list of evidence, each as it was written.</param>
public sealed record EvidenceSheet(string ContextId, DateTimeOffset Until, string Json)
{
    /// <exception cref="DataFaultException">The evidence can not be written as JSON.</exception>
    /// <param name="evidence">Of two with the same signal the later one counts.</param>
    public static IEnumerable<EvidenceSheet> Of(IEnumerable<Evidence> evidence) =>
        from cited in evidence
        group cited by (cited.ContextId, Until: cited.Window.Until.ToUniversalTime()) into sheet
        select new EvidenceSheet(sheet.Key.ContextId, sheet.Key.Until, Persisted.Write(BySignal(sheet.Select(c => (c.SignalId, c))), RegeneratorJson.Default.EvidenceArray));

    /// <param name="evidence">With its text.</param>
    /// <inheritdoc cref="Of(IEnumerable{Evidence})"/>
    public static IEnumerable<EvidenceSheet> Of(IEnumerable<(Evidence Evidence, string Json)> evidence) =>
        from cited in evidence
        group cited by (cited.Evidence.ContextId, Until: cited.Evidence.Window.Until.ToUniversalTime()) into sheet
        select new EvidenceSheet(sheet.Key.ContextId, sheet.Key.Until, Joined(sheet.Select(c => (c.Evidence.SignalId, c.Json))));

    /// <summary>On top of what was kept of the same context and window: what was read again replaces what it was.</summary>
    /// <exception cref="StoreException">The text is no list of evidence.</exception>
    public EvidenceSheet Over(string kept) => this with { Json = Joined(Texts(kept).Concat(Texts(Json))) };

    /// <summary>The evidence on sheets of a proposal, the latest window first.</summary>
    /// <exception cref="StoreException">A text is no list of evidence.</exception>
    public static IReadOnlyList<Evidence> Read(IEnumerable<string> sheets) => [.. Lines(sheets).Select(line => Persisted.Read(line, RegeneratorJson.Default.Evidence))];

    /// <summary>The texts of <see cref="Read"/>.</summary>
    /// <param name="sheets">The latest window first.</param>
    /// <exception cref="StoreException">A text is no list of evidence.</exception>
    public static IEnumerable<string> Lines(IEnumerable<string> sheets) => sheets.SelectMany(Texts).Select(t => t.Json);

    private static string Joined(IEnumerable<(string Signal, string Json)> texts) => $"[{string.Join(',', BySignal(texts))}]";

    private static T[] BySignal<T>(IEnumerable<(string Signal, T Said)> all)
    {
        var bySignal = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (signal, said) in all) bySignal[signal] = said;
        return [.. bySignal.Values];
    }

    private static IEnumerable<(string Signal, string Json)> Texts(string sheet)
    {
        try
        {
            using var list = JsonDocument.Parse(sheet);
            return [.. list.RootElement.EnumerateArray().Select(one => (one.GetProperty("signalId").GetString()!, one.GetRawText()))];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new StoreException($"evidence in the store can not be read: {problem.Message}", problem);
        }
    }
}
