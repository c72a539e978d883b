using System.Security.Cryptography;

namespace Regenerator.Studio.Hosting;

/// <summary>What the pages load, out of this assembly. A name holds the digest of what it names, so that browsers keep it for good.</summary>
internal static class Assets
{
    private static readonly Dictionary<string, Asset> ByName = new[] { Asset.Read("studio.js", "text/javascript; charset=utf-8"), Asset.Read("studio.css", "text/css; charset=utf-8") }
        .ToDictionary(asset => asset.Name, StringComparer.Ordinal);

    public static string Script { get; } = ByName.Keys.Single(name => name.EndsWith(".js", StringComparison.Ordinal));

    public static string Style { get; } = ByName.Keys.Single(name => name.EndsWith(".css", StringComparison.Ordinal));

    public static Asset? Find(string name) => ByName.GetValueOrDefault(name);

    /// <param name="Name">Such as <c>studio.0a1b2c3d4e5f.js</c>.</param>
    public sealed record Asset(string Name, string Type, byte[] Bytes)
    {
        public static Asset Read(string file, string type)
        {
            using var resource = typeof(Assets).Assembly.GetManifestResourceStream($"web/{file}")!;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            return new Asset($"{Path.GetFileNameWithoutExtension(file)}.{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}{Path.GetExtension(file)}", type, bytes);
        }
    }
}
