using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>What passes have seen of the providers, as rows.</summary>
internal static class ProviderRows
{
    public static ProviderNotes Read(SqliteConnection connection) => new(
        Notes(connection),
        [.. connection.Query<string>("SELECT json FROM quarantine ORDER BY seq").Select(json => Persisted.Read(json, RegeneratorJson.Default.QuarantinedAnswer))]);

    public static void Write(SqliteConnection connection, ProviderNotes notes)
    {
        foreach (var note in notes.Providers) Write(connection, note);
        if (notes.Providers.Count > 0)
            connection.Execute("DELETE FROM provider_notes WHERE at < @before", new { before = (notes.Providers.Max(n => n.At) - ProviderNotes.Memory).ToColumn() });
        foreach (var answer in notes.Quarantined)
            connection.Execute("INSERT INTO quarantine (provider, json) VALUES (@Provider, @json)", new { answer.Provider, json = Persisted.Write(answer, RegeneratorJson.Default.QuarantinedAnswer) });
        if (notes.Quarantined.Count > 0)
            connection.Execute("DELETE FROM quarantine WHERE seq <= (SELECT seq FROM quarantine ORDER BY seq DESC LIMIT 1 OFFSET @most)", new { most = Quarantine.DefaultCapacity });
    }

    /// <summary>No pause names the context any more.</summary>
    public static void Forget(SqliteConnection connection, string contextId)
    {
        foreach (var (health, at) in Notes(connection))
            if (health.Without(contextId) is var without && !ReferenceEquals(without, health)) Write(connection, new ProviderNote(without, at));
    }

    public static int Clear(SqliteConnection connection, string? provider) =>
        connection.Execute("DELETE FROM quarantine WHERE @provider IS NULL OR provider = @provider", new { provider });

    private static ProviderNote[] Notes(SqliteConnection connection) =>
    [
        .. connection.Query<(string At, string Json)>("SELECT at, json FROM provider_notes ORDER BY provider")
            .Select(row => new ProviderNote(Persisted.Read(row.Json, RegeneratorJson.Default.ProviderHealth), row.At.ToInstant())),
    ];

    private static void Write(SqliteConnection connection, ProviderNote note) => connection.Execute(
        "INSERT INTO provider_notes (provider, at, json) VALUES (@Provider, @at, @json) ON CONFLICT (provider) DO UPDATE SET at = excluded.at, json = excluded.json",
        new { note.Health.Provider, at = note.At.ToColumn(), json = Persisted.Write(note.Health, RegeneratorJson.Default.ProviderHealth) });
}
