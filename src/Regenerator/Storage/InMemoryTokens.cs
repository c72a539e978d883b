using Regenerator.Access;

namespace Regenerator.Storage;

/// <summary>Tokens; whoever calls holds the store's lock.</summary>
internal sealed class InMemoryTokens
{
    private readonly Dictionary<TokenId, ApiToken> tokens = [];

    public bool Add(ApiToken token) => tokens.Values.All(t => !string.Equals(t.Hash, token.Hash)) && tokens.TryAdd(token.Id, token);

    public IReadOnlyList<ApiToken> Read(string? hash) => [.. tokens.Values.Where(t => hash is null || string.Equals(t.Hash, hash)).OrderBy(t => t.CreatedAt).ThenBy(t => t.Id.Value, StringComparer.Ordinal)];

    public ApiToken? Change(TokenId id, TokenChange change)
    {
        if (!tokens.TryGetValue(id, out var token)) return null;
        return tokens[id] = token.Next(change) ?? token;
    }
}
