namespace Regenerator.Cli.Commands;

/// <summary>What a command makes of a place where nothing was kept yet.</summary>
internal enum WhereNone
{
    /// <summary>There is nothing to do it with.</summary>
    Refuse,

    /// <summary>A workspace whose first pass is still to come answers as an empty one, and nothing is written.</summary>
    Empty,

    /// <summary>An empty store is made.</summary>
    Make,
}
