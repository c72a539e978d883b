using System.Globalization;

namespace Regenerator.Studio.Deciding;

/// <summary>One line of a document beside another version of it.</summary>
/// <param name="Kind"><c>-</c> gone, <c>+</c> new, a space: in both, <c>@</c>: lines are left out here.</param>
/// <param name="Old">Its number in the old version; null: it is not there.</param>
/// <param name="New">Its number in the new version; null: it is not there.</param>
internal sealed record DiffLine(char Kind, int? Old, int? New, string Text)
{
    /// <param name="unified">As <see cref="Execution.UnifiedDiff"/> writes it.</param>
    public static IReadOnlyList<DiffLine> Read(string unified)
    {
        var lines = new List<DiffLine>();
        var (old, @new) = (0, 0);
        foreach (var line in unified.TrimEnd('\n').Split('\n').Skip(2))
        {
            switch (line.Length == 0 ? ' ' : line[0])
            {
                case '@':
                    var ranges = line.Split(' ');
                    (old, @new) = (First(ranges[1]), First(ranges[2]));
                    lines.Add(new DiffLine('@', null, null, ""));
                    break;
                case '-':
                    lines.Add(new DiffLine('-', old++, null, line[1..]));
                    break;
                case '+':
                    lines.Add(new DiffLine('+', null, @new++, line[1..]));
                    break;
                case '\\':
                    lines[^1] = lines[^1] with { Text = $"{lines[^1].Text} ⏎̸" };
                    break;
                default:
                    lines.Add(new DiffLine(' ', old++, @new++, line.Length == 0 ? "" : line[1..]));
                    break;
            }
        }

        return lines;
    }

    /// <summary>Side by side: what went beside what came in its place.</summary>
    public static IEnumerable<(DiffLine? Left, DiffLine? Right)> Pair(IReadOnlyList<DiffLine> lines)
    {
        for (var at = 0; at < lines.Count;)
        {
            if (lines[at].Kind is ' ' or '@')
            {
                yield return (lines[at], lines[at]);
                at++;
                continue;
            }

            var gone = lines.Skip(at).TakeWhile(l => l.Kind == '-').ToArray();
            var come = lines.Skip(at + gone.Length).TakeWhile(l => l.Kind == '+').ToArray();
            for (var row = 0; row < Math.Max(gone.Length, come.Length); row++) yield return (gone.ElementAtOrDefault(row), come.ElementAtOrDefault(row));
            at += gone.Length + come.Length;
        }
    }

    private static int First(string range) => int.Parse(range[1..].Split(',')[0], CultureInfo.InvariantCulture);
}
