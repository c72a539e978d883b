namespace Regenerator.Sqlite;

/// <summary>
/// What lies beside a store's file, as <c>store.db-id</c>, so that a copy knows that it is one: the same as in the file, unless the file was copied here
/// without it, was exchanged for another, or for an older state of itself.
/// </summary>
/// <param name="Turn">How often the store was opened or claimed, as far as it is known to be committed.</param>
/// <param name="Next">The turn that was about to be committed when this was written: the file may be at either.</param>
/// <param name="File">Where the store was when this was written.</param>
internal sealed record StoreMarker(string Id, long Turn, long Next, string File)
{
    /// <returns>Null: there is none, or none that can be read.</returns>
    public static StoreMarker? Beside(string file)
    {
        try
        {
            return System.IO.File.ReadAllLines(PathOf(file)) is [var id, var turn, var next, var place] && long.TryParse(turn, out var last) && long.TryParse(next, out var coming)
                ? new StoreMarker(id, last, coming, place) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The turn is committed.</summary>
    public void Settle() => (this with { Turn = Next }).Write();

    public void Write()
    {
        var path = PathOf(File);
        System.IO.File.WriteAllText($"{path}.tmp", $"{Id}\n{Turn}\n{Next}\n{File}\n");
        System.IO.File.Move($"{path}.tmp", path, overwrite: true);
    }

    private static string PathOf(string file) => $"{file}-id";
}
