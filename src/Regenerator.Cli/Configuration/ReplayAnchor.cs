using System.Globalization;
using System.Text.Json.Nodes;

namespace Regenerator.Cli.Configuration;

/// <summary>
/// Where a recording was laid on the clock. Kept beside the store, with the store's watermarks in mind: a restart must lay it on the same
/// place, or its windows would be counted twice.
/// </summary>
internal static class ReplayAnchor
{
    /// <param name="storePath">The store's file.</param>
    /// <param name="provider">Each recording has its own.</param>
    /// <param name="now">For a first time.</param>
    public static DateTimeOffset Of(string storePath, string provider, DateTimeOffset now)
    {
        var path = storePath + ".replay.json";
        var anchors = File.Exists(path) && File.Exists(storePath) ? JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? [] : [];
        if (anchors[provider] is JsonValue known && DateTimeOffset.TryParse(known.ToString(), CultureInfo.InvariantCulture, out var anchor)) return anchor;
        anchors[provider] = now.ToString("O", CultureInfo.InvariantCulture);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, anchors.ToJsonString());
        return now;
    }
}
