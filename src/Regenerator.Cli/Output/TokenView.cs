using System.Text.Json.Nodes;
using Regenerator.Access;
using Spectre.Console;

namespace Regenerator.Cli.Output;

/// <summary>Tokens as people and programs read them; never their secrets.</summary>
internal static class TokenView
{
    public static void List(IReadOnlyList<ApiToken> tokens, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("[grey]ID[/]", "[grey]NAME[/]", "[grey]ROLE[/]", "[grey]TENANTS[/]", "[grey]WHO[/]", "[grey]MADE[/]", "[grey]ENDS[/]", "[grey]LAST USED[/]");
        foreach (var token in tokens)
            table.AddRow(token.Id.Value, Terminal.Plain(token.Name), token.Role, Terminal.Plain(Tenants(token)), Terminal.Plain(token.Actor), Terminal.Plain(Made(token)), Terminal.Plain(End(token, now)), token.LastUsedAt is { } used ? $"{used:yyyy-MM-dd HH:mm} UTC" : "never");
        Terminal.Answer(table);
    }

    public static JsonObject Json(ApiToken token, DateTimeOffset now) => new()
    {
        ["id"] = token.Id.Value,
        ["name"] = token.Name,
        ["actor"] = token.Actor,
        ["role"] = token.Role,
        ["tenants"] = token.Tenants is { } tenants ? new JsonArray([.. tenants.Select(t => JsonValue.Create(t))]) : null,
        ["valid"] = token.IsValid(now),
        ["createdBy"] = token.CreatedBy,
        ["createdAt"] = token.CreatedAt.ToString("O"),
        ["expiresAt"] = token.ExpiresAt?.ToString("O"),
        ["lastUsedAt"] = token.LastUsedAt?.ToString("O"),
        ["revokedBy"] = token.Revocation?.Actor,
        ["revokedAt"] = token.Revocation?.At.ToString("O"),
    };

    public static string Tenants(ApiToken token) => token.Tenants is { } tenants ? string.Join(", ", tenants) : "all tenants";

    private static string Made(ApiToken token) => $"{token.CreatedAt:yyyy-MM-dd}{(token.CreatedBy is { } by ? $" by {by}" : "")}";

    private static string End(ApiToken token, DateTimeOffset now) => token switch
    {
        { Revocation: { } revoked } => $"revoked by {revoked.Actor} on {revoked.At:yyyy-MM-dd}",
        { ExpiresAt: { } end } => end <= now ? $"ended {end:yyyy-MM-dd}" : $"{end:yyyy-MM-dd}",
        _ => "never",
    };
}
