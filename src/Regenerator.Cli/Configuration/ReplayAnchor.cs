using System.Globalization;
using System.Text.Json.Nodes;

namespace Regenerator.Cli.Configuration;

/// <summary>
/// Where a recording was laid on the clock. Kept beside the store's file, or in the workspace where the store is a database, with the store's watermarks in mind: a restart must lay it on the same
/// place, or its windows would be counted twice.
/// </summary>
internal static class ReplayAnchor
{
    /// <param name="provider">Each recording has its own.</param>
    /// <param name="now">For a first time.</param>
    public static DateTimeOffset Of(WorkspaceConfig config, string provider, DateTimeOffset now)
    {
        var (path, isOfStore) = Place(config);
        var anchors = File.Exists(path) && isOfStore ? JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? [] : [];
        if (anchors[provider] is JsonValue known && DateTimeOffset.TryParse(known.ToString(), CultureInfo.InvariantCulture, out var anchor)) return anchor;
        anchors[provider] = now.ToString("O", CultureInfo.InvariantCulture);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, anchors.ToJsonString());
        return now;
    }

    // A file that has gone took its watermarks along. Whether a database was emptied is not asked here: it need not even be reachable.
    private static (string Path, bool IsOfStore) Place(WorkspaceConfig config)
    {
        if (config.Store.Postgres is not null) return (config.PathOf(".regenerator/postgres.replay.json"), true);
        var store = config.PathOf(config.Store.Sqlite);
        return ($"{store}.replay.json", File.Exists(store));
    }
}
