namespace Regenerator.Signals;

/// <summary>A provider that sees series of nobody: an unwatched tenant, a misspelt label. They reach people as a notice; they are not dropped in silence.</summary>
public interface IReportsUnmapped
{
    /// <summary>Stands in <see cref="Unmapped"/> for the values beyond <see cref="MaxValues"/>.</summary>
    const string FurtherValues = "…";

    /// <summary>So many values are told apart.</summary>
    const int MaxValues = 100;

    /// <summary>The label by which series find their context, such as <c>tenant</c>.</summary>
    string MappedBy { get; }

    /// <summary>Value of the label → how many series the last read had of it. Empty text: series without the label.</summary>
    IReadOnlyDictionary<string, int> Unmapped { get; }

    /// <summary>One line per value, most series first: <c>3 series of tenant="foo" belong to nobody</c>.</summary>
    IEnumerable<string> UnmappedNotices() =>
        Unmapped.OrderByDescending(u => u.Value).ThenBy(u => u.Key, StringComparer.Ordinal).Select(u => u.Key switch
        {
            "" => $"{u.Value} series without the label «{MappedBy}» belong to nobody",
            FurtherValues => $"{u.Value} series of further values of «{MappedBy}» belong to nobody",
            var value => $"{u.Value} series of {MappedBy}=\"{value}\" belong to nobody",
        });
}
