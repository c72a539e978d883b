using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Regenerator.Sinks.Webhook;

/// <summary>Symmetric signatures by Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md.</summary>
internal sealed class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    private readonly byte[][] keys;

    private WebhookSignature(byte[][] keys) => this.keys = keys;

    /// <returns>Null when one of them is no secret.</returns>
    public static WebhookSignature? Of(IReadOnlyList<string> secrets)
    {
        var read = secrets.Select(Key).ToArray();
        return read.Contains(null) ? null : new WebhookSignature(read!);
    }

    /// <summary>The header <c>webhook-signature</c>: one signature per secret; null when there are none.</summary>
    public string? Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return keys.Length == 0 ? null : string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }

    private static byte[]? Key(string secret)
    {
        var key = new byte[MostBytes];
        return secret.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length >= LeastBytes ? key[..length] : null;
    }
}
