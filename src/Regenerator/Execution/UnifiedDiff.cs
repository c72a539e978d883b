using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Regenerator.Execution;

/// <summary>The lines that differ between two versions of a document, as people know them from version control.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <returns>Empty when nothing differs. Lines end with a line feed.</returns>
    public static string Of(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, string name)
    {
        var lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(after)).Lines;
        var text = new StringBuilder();
        foreach (var (start, end) in Hunks(lines))
        {
            if (text.Length == 0) text.Append("--- ").Append(name).Append("\n+++ ").Append(name).Append('\n');
            Append(text, lines, start, end);
        }

        return text.ToString();
    }

    private static IEnumerable<(int Start, int End)> Hunks(List<DiffPiece> lines)
    {
        (int Start, int End)? open = null;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Type == ChangeType.Unchanged) continue;
            var (start, end) = (Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1));
            if (open is { } o && start <= o.End)
            {
                open = (o.Start, end);
                continue;
            }

            if (open is { } finished) yield return finished;
            open = (start, end);
        }

        if (open is { } last) yield return last;
    }

    private static void Append(StringBuilder text, List<DiffPiece> lines, int start, int end)
    {
        var (old, now) = (lines.Take(start).Count(l => l.Type != ChangeType.Inserted), lines.Take(start).Count(l => l.Type != ChangeType.Deleted));
        var hunk = lines[start..end];
        text.Append($"@@ -{old + 1},{hunk.Count(l => l.Type != ChangeType.Inserted)} +{now + 1},{hunk.Count(l => l.Type != ChangeType.Deleted)} @@\n");
        foreach (var line in hunk) text.Append(line.Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' }).Append(line.Text.TrimEnd('\r')).Append('\n');
    }
}
