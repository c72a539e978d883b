namespace Regenerator.Integration.Tests.Cli;

/// <summary>What became of a file, line by line.</summary>
internal static class Lines
{
    /// <summary><c>-</c> lines that are gone and <c>+</c> lines that came, trimmed, in the order of the files. Line breaks count.</summary>
    public static string[] Changed(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        var changed = new List<string>();
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j]) (i, j) = (i + 1, j + 1);
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1])) changed.Add($"- {old[i++].Trim()}");
            else changed.Add($"+ {now[j++].Trim()}");
        }

        return [.. changed];
    }
}
