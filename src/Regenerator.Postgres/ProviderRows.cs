using Npgsql;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>What passes have seen of the providers, as rows.</summary>
internal static class ProviderRows
{
    public static async Task<ProviderNotes> ReadAsync(NpgsqlConnection connection, CancellationToken ct) => new(
        await NotesAsync(connection, ct),
        await connection.ListAsync("SELECT json FROM quarantine ORDER BY seq", [], row => Persisted.Read(row.GetString(0), RegeneratorJson.Default.QuarantinedAnswer), ct));

    public static async Task WriteAsync(NpgsqlConnection connection, ProviderNotes notes, CancellationToken ct)
    {
        foreach (var note in notes.Providers.OrderBy(n => n.Health.Provider, StringComparer.Ordinal)) await WriteAsync(connection, note, ct); // in one order, so that two processes wait for each other instead of deadlocking
        if (notes.Providers.Count > 0)
            await connection.ExecuteAsync("DELETE FROM provider_notes WHERE at_ticks < $1", [(notes.Providers.Max(n => n.At) - ProviderNotes.Memory).UtcTicks], ct);
        foreach (var answer in notes.Quarantined)
            await connection.ExecuteAsync("INSERT INTO quarantine (provider, json) VALUES ($1, $2)", [answer.Provider, Persisted.Write(answer, RegeneratorJson.Default.QuarantinedAnswer)], ct);
        if (notes.Quarantined.Count > 0)
            await connection.ExecuteAsync("DELETE FROM quarantine WHERE seq <= (SELECT seq FROM quarantine ORDER BY seq DESC OFFSET $1 LIMIT 1)", [Quarantine.DefaultCapacity], ct);
    }

    /// <summary>No pause names the context any more.</summary>
    public static async Task ForgetAsync(NpgsqlConnection connection, string contextId, CancellationToken ct)
    {
        foreach (var (health, at) in await NotesAsync(connection, ct))
            if (health.Without(contextId) is var without && !ReferenceEquals(without, health)) await WriteAsync(connection, new ProviderNote(without, at), ct);
    }

    public static Task<int> ClearAsync(NpgsqlConnection connection, string? provider, CancellationToken ct) =>
        connection.ExecuteAsync("DELETE FROM quarantine WHERE $1::text IS NULL OR provider = $1", [provider], ct);

    private static Task<List<ProviderNote>> NotesAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ListAsync(
        "SELECT at_ticks, json FROM provider_notes ORDER BY provider", [],
        row => new ProviderNote(Persisted.Read(row.GetString(1), RegeneratorJson.Default.ProviderHealth), row.GetInt64(0).ToInstant()), ct);

    private static Task<int> WriteAsync(NpgsqlConnection connection, ProviderNote note, CancellationToken ct) => connection.ExecuteAsync(
        "INSERT INTO provider_notes (provider, at_ticks, json) VALUES ($1, $2, $3) ON CONFLICT (provider) DO UPDATE SET at_ticks = excluded.at_ticks, json = excluded.json",
        [note.Health.Provider, note.At.UtcTicks, Persisted.Write(note.Health, RegeneratorJson.Default.ProviderHealth)], ct);
}
