using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace Regenerator.Execution;

/// <summary>The lines that differ between two versions of a document, as people and <c>patch</c> know them from version control.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <returns>Empty when nothing differs. Lines end as they do in the document.</returns>
    public static string Of(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, string name)
    {
        var diff = new Differ().CreateCustomDiffs(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(after), ignoreWhiteSpace: false, Lines);
        if (diff.DiffBlocks.Count == 0) return "";
        var text = new StringBuilder($"--- {name}\n+++ {name}\n");
        foreach (var hunk in Hunks(diff.DiffBlocks)) Append(text, diff, hunk);
        return text.ToString();
    }

    // With their ends, so that a line that only ends differently differs.
    private static string[] Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var at ? at + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return [.. lines];
    }

    // Changes whose surroundings touch are shown as one.
    private static IEnumerable<List<DiffBlock>> Hunks(IEnumerable<DiffBlock> blocks)
    {
        List<DiffBlock> hunk = [];
        foreach (var block in blocks)
        {
            if (hunk.Count > 0 && block.DeleteStartA - (hunk[^1].DeleteStartA + hunk[^1].DeleteCountA) > 2 * Context)
            {
                yield return hunk;
                hunk = [];
            }

            hunk.Add(block);
        }

        yield return hunk;
    }

    private static void Append(StringBuilder text, DiffResult diff, List<DiffBlock> hunk)
    {
        var (first, last) = (hunk[0], hunk[^1]);
        var start = Math.Max(0, first.DeleteStartA - Context);
        var end = Math.Min(diff.PiecesOld.Length, last.DeleteStartA + last.DeleteCountA + Context);
        var added = hunk.Sum(b => b.InsertCountB - b.DeleteCountA);
        text.Append($"@@ -{Range(start, end - start)} +{Range(first.InsertStartB - (first.DeleteStartA - start), end - start + added)} @@\n");
        var at = start;
        foreach (var block in hunk)
        {
            Append(text, ' ', diff.PiecesOld[at..block.DeleteStartA]);
            at = block.DeleteStartA + block.DeleteCountA;
            Append(text, '-', diff.PiecesOld[block.DeleteStartA..at]);
            Append(text, '+', diff.PiecesNew[block.InsertStartB..(block.InsertStartB + block.InsertCountB)]);
        }

        Append(text, ' ', diff.PiecesOld[at..end]);
    }

    private static string Range(int start, int count) => $"{(count == 0 ? start : start + 1)},{count}";

    private static void Append(StringBuilder text, char sign, string[] lines)
    {
        foreach (var line in lines) text.Append(sign).Append(line).Append(line.EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");
    }
}
