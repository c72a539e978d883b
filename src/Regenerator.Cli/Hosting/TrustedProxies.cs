using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace Regenerator.Cli.Hosting;

/// <summary>Whose word is taken on whom they speak for (<c>X-Forwarded-For</c>) and by what scheme (<c>X-Forwarded-Proto</c>). Nobody's is taken on who asks.</summary>
internal static class TrustedProxies
{
    /// <param name="given">As <see cref="ListenAddresses.NetworkOf"/> reads them; null: those on this machine.</param>
    public static ForwardedHeadersOptions Of(IReadOnlyList<string>? given)
    {
        // Of a chain of proxies all have to be known, however many there are.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        if (given is null) return options;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in given)
            if (ListenAddresses.NetworkOf(text) is { } network) options.KnownIPNetworks.Add(network);
        return options;
    }
}
