using Npgsql;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Where a store is, from a <c>postgresql://</c> URL or from <c>Host=…;Database=…</c>. Shows neither user nor password.</summary>
/// <param name="Schema">The PostgreSQL schema that holds the tables: the first of the search path, else <c>regenerator</c>.</param>
/// <param name="ConnectionString">As Npgsql wants it; holds the password.</param>
internal sealed record PostgresAddress(string Host, string Database, string Schema, string ConnectionString)
{
    private const string Forms = "allowed: postgresql://user@host/database or Host=…;Database=…";

    // libpq's words that Npgsql has others for; the rest differ by «_» only.
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = nameof(NpgsqlConnectionStringBuilder.Username),
        ["dbname"] = nameof(NpgsqlConnectionStringBuilder.Database),
        ["connect_timeout"] = nameof(NpgsqlConnectionStringBuilder.Timeout),
        ["sslcert"] = "SslCertificate",
        ["sslrootcert"] = "RootCertificate",
        ["target_session_attrs"] = "TargetSessionAttributes",
    };

    /// <exception cref="StoreException">The text is neither; says so without showing it.</exception>
    public static PostgresAddress Parse(string text)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = IsUrl(text) ? OfUrl(new Uri(text)) : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException or OverflowException)
        {
            throw new StoreException($"the connection string of the PostgreSQL store can not be read; {Forms}"); // no inner one: it may quote a piece of the password
        }

        if (string.IsNullOrWhiteSpace(builder.Host)) throw new StoreException($"the connection string of the PostgreSQL store names no host; {Forms}");
        var schema = builder.SearchPath?.Split(',')[0].Trim().Trim('"') is { Length: > 0 } named ? named : "regenerator";
        builder.SearchPath ??= schema;
        builder.ApplicationName ??= "regenerator";
        builder.PersistSecurityInfo = false;
        builder.MaxAutoPrepare = 0; // a plan that is kept is as old as the connection: docs/decisions/0029-statements-are-planned-each-time.md
        return new PostgresAddress(builder.Host, builder.Database ?? builder.Username ?? "", schema, builder.ConnectionString);
    }

    public override string ToString() => $"PostgreSQL {Host}/{Database}, schema {Schema}";

    private static bool IsUrl(string text) => text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder OfUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = url.IdnHost.Trim('[', ']') };
        if (url.Port > 0) builder.Port = url.Port;
        if (user[0].Length > 0) builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) builder.Password = Uri.UnescapeDataString(user[1]);
        if (url.AbsolutePath.Length > 1) builder.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        foreach (var setting in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = setting.Split('=', 2) is [var n, var v] ? (Uri.UnescapeDataString(n), Uri.UnescapeDataString(v)) : throw new FormatException();
            builder[Renamed.GetValueOrDefault(name) ?? name.Replace("_", "", StringComparison.Ordinal)] = Words(name, value);
        }

        return builder;
    }

    // As in «verify-full».
    private static string Words(string name, string value) =>
        name is "sslmode" or "channel_binding" or "target_session_attrs" ? value.Replace("-", "", StringComparison.Ordinal) : value;
}
