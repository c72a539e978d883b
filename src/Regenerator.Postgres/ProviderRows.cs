using Npgsql;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>What passes have seen of the providers, as rows.</summary>
internal static class ProviderRows
{
    public static async Task<ProviderNotes> ReadAsync(NpgsqlConnection connection, CancellationToken ct) => new(
        await connection.ListAsync(
            "SELECT at_ticks, json FROM provider_notes ORDER BY provider", [],
            row => new ProviderNote(Persisted.Read(row.GetString(1), RegeneratorJson.Default.ProviderHealth), row.GetInt64(0).ToInstant()), ct),
        await connection.ListAsync("SELECT json FROM quarantine ORDER BY seq", [], row => Persisted.Read(row.GetString(0), RegeneratorJson.Default.QuarantinedAnswer), ct));

    public static async Task WriteAsync(NpgsqlConnection connection, ProviderNotes notes, CancellationToken ct)
    {
        foreach (var (health, at) in notes.Providers.OrderBy(n => n.Health.Provider, StringComparer.Ordinal)) // in one order, so that two processes wait for each other instead of deadlocking
            await connection.ExecuteAsync(
                "INSERT INTO provider_notes (provider, at_ticks, json) VALUES ($1, $2, $3) ON CONFLICT (provider) DO UPDATE SET at_ticks = excluded.at_ticks, json = excluded.json",
                [health.Provider, at.UtcTicks, Persisted.Write(health, RegeneratorJson.Default.ProviderHealth)], ct);
        if (notes.Providers.Count > 0)
            await connection.ExecuteAsync("DELETE FROM provider_notes WHERE at_ticks < $1", [(notes.Providers.Max(n => n.At) - ProviderNotes.Memory).UtcTicks], ct);
        foreach (var answer in notes.Quarantined)
            await connection.ExecuteAsync("INSERT INTO quarantine (provider, json) VALUES ($1, $2)", [answer.Provider, Persisted.Write(answer, RegeneratorJson.Default.QuarantinedAnswer)], ct);
        if (notes.Quarantined.Count > 0)
            await connection.ExecuteAsync("DELETE FROM quarantine WHERE seq <= (SELECT seq FROM quarantine ORDER BY seq DESC OFFSET $1 LIMIT 1)", [Quarantine.DefaultCapacity], ct);
    }

    public static Task<int> ClearAsync(NpgsqlConnection connection, string? provider, CancellationToken ct) =>
        connection.ExecuteAsync("DELETE FROM quarantine WHERE $1::text IS NULL OR provider = $1", [provider], ct);
}
