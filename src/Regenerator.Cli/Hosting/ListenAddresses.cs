using System.Net;

namespace Regenerator.Cli.Hosting;

/// <summary>Where <c>serve</c> listens: checked before anything is opened, and without touching the web server.</summary>
internal static class ListenAddresses
{
    public const string Standard = "http://127.0.0.1:5210";

    /// <summary>Instead of addresses: do not listen.</summary>
    public const string Nowhere = "none";

    /// <summary>The single addresses; empty: nowhere.</summary>
    /// <param name="urls">As ASP.NET has it: one address, or several with <c>;</c> between.</param>
    public static IReadOnlyList<string> Of(string urls) =>
        string.Equals(urls, Nowhere) ? [] : urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Why these addresses are refused; null: they are not.</summary>
    /// <param name="urls">As <see cref="Of"/> takes them.</param>
    /// <param name="authenticated">Whoever asks has to say who it is.</param>
    public static string? WhyNot(string urls, bool authenticated)
    {
        var addresses = Of(urls);
        if (addresses.Count == 0 && !string.Equals(urls, Nowhere)) return $"«{urls}» is no address; allowed: such as {Standard}, or {Nowhere}";
        return addresses.Select(a => WhyNotOne(a, authenticated)).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>Only this machine reaches them.</summary>
    /// <param name="addresses">As <see cref="WhyNot"/> lets them pass.</param>
    public static bool AreLocal(IReadOnlyList<string> addresses) => addresses.All(a => Read(a) is { } uri && IsLoopback(uri));

    /// <summary>Who may be behind a text such as <c>10.0.0.7</c> or <c>10.0.0.0/24</c>; null: it is neither an address nor a network.</summary>
    public static IPNetwork? NetworkOf(string text) =>
        IPNetwork.TryParse(text, out var network) ? network : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;

    private static string? WhyNotOne(string address, bool authenticated)
    {
        if (Read(address) is not { Scheme: "http" or "https" } uri) return $"«{address}» is no address; allowed: such as {Standard}, or {Nowhere}";
        if (uri.Scheme == "https") return $"«{address}»: there is no certificate to serve https with; listen on http, and have a proxy on this machine speak https";
        if (uri.PathAndQuery != "/" || uri.UserInfo.Length > 0) return $"«{address}»: an address ends after its port, as {Standard} does";
        if (!authenticated && !IsLoopback(uri)) return $"«{address}» can be reached from other machines, and nobody who asks has to say who it is; allowed: this machine only, such as {Standard}";
        return null;
    }

    // «*» and «+» are Kestrel's names for all of this machine's addresses.
    private static Uri? Read(string address) =>
        Uri.TryCreate(address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) ? uri : null;

    // A name could be pointed elsewhere; «localhost» may not (RFC 6761).
    private static bool IsLoopback(Uri uri) =>
        string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
}
