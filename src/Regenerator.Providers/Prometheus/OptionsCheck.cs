namespace Regenerator.Providers.Prometheus;

/// <summary>Refusals name the setting and the value that was seen; never a secret.</summary>
internal static class OptionsCheck
{
    public static void Connection(PrometheusOptions options)
    {
        var url = options.Url;
        // Before anything prints the URL.
        if (url.IsAbsoluteUri && url.UserInfo.Length > 0) throw Refused("url", "holds credentials: put them into auth (user and password, or bearer)");
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")) throw Refused("url", $"is «{(url.OriginalString.Contains('@', StringComparison.Ordinal) ? "…@…" : url.OriginalString)}»: http://… or https://… is expected");
        if (url.Query.Length > 0 || url.Fragment.Length > 0) throw Refused("url", $"is «{url.GetLeftPart(UriPartial.Path)}» with a query or a fragment: only a path prefix may follow the host");
        if (options.Name.Length == 0) throw Refused("name", "is empty");
        Label("context.label", options.Context.Label);
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(10)) throw Refused("timeout", $"is {options.Timeout}: 1 second to 10 minutes");
        if (options.ResponseLimit is < 1024 or > 1 << 30) throw Refused("responseLimit", $"is {options.ResponseLimit} bytes: 1 KiB to 1 GiB");
        if (options.Lateness < TimeSpan.Zero) throw Refused("lateness", $"is {options.Lateness}: 0 or more");
        if (options.Auth is { } auth) Auth(auth);
        foreach (var (name, value) in options.Headers) Header(name, value, options.Auth is not null);
    }

    /// <exception cref="ArgumentException">Not a label's name. Since Prometheus 3 any text may be one.</exception>
    public static void Label(string setting, string? label)
    {
        if (string.IsNullOrWhiteSpace(label)) throw Refused(setting, $"is «{label}»: a label's name is expected, such as tenant");
    }

#pragma warning disable MA0015 // The setting is named; «(Parameter 'options')» would tell whoever wrote the settings nothing.
    public static ArgumentException Refused(string setting, string why) => new($"prometheus: {setting} {why}");
#pragma warning restore MA0015

    private static void Auth(PrometheusAuth auth)
    {
        var basic = auth.User is not null || auth.Password is not null;
        if (auth.Bearer is not null && basic) throw Refused("auth", "has a bearer and a user: one of them is expected");
        if (auth.Bearer is null && (string.IsNullOrEmpty(auth.User) || auth.Password is null)) throw Refused("auth", "is incomplete: a bearer, or a user and a password, is expected");
        if (auth.User?.Contains(':', StringComparison.Ordinal) == true) throw Refused("auth.user", "has a colon, which basic authentication can not say");
        if (auth.Bearer is { } token && (token.Length == 0 || token.Any(c => c is <= ' ' or > '~'))) throw Refused("auth.bearer", "is empty or has characters that no header can hold");
    }

    private static void Header(string name, string value, bool authorized)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+.^_`|~-".Contains(c, StringComparison.Ordinal))) throw Refused("headers", $"has «{name}», which is no header's name");
        if (value.Any(c => c is < ' ' or > '~')) throw Refused($"headers.{name}", "has characters that no header can hold");
        if (authorized && name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)) throw Refused("headers.Authorization", "stands beside auth: one of them is expected");
    }
}
