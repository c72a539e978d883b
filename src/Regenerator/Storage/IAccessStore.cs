using Regenerator.Access;

namespace Regenerator.Storage;

/// <summary>Who is let in by token, and what requests were answered.</summary>
public interface IAccessStore
{
    /// <returns>False, and nothing is kept, when there is a token of its id or hash already.</returns>
    Task<bool> AddTokenAsync(ApiToken token, CancellationToken ct);

    /// <summary>In the order in which they were made, those that no longer let anybody in too.</summary>
    /// <param name="hash">Of the secret: that one only. Null: all.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<IReadOnlyList<ApiToken>> TokensAsync(string? hash, CancellationToken ct);

    /// <summary>Does to a token what <see cref="ApiToken.Next"/> says.</summary>
    /// <returns>As it is now; null when there is no such token.</returns>
    Task<ApiToken?> ChangeTokenAsync(TokenId id, TokenChange change, CancellationToken ct);

    /// <summary>Keeps that a request was begun, unless something is kept of its key already; what is over by now is forgotten.</summary>
    /// <returns>What is kept of its key; null: nothing was, and the request is its own to answer.</returns>
    Task<KeptAnswer?> BeginAnswerAsync(KeptAnswer begun, DateTimeOffset now, CancellationToken ct);

    /// <summary>Keeps what a request that was begun is answered.</summary>
    /// <returns>False: it was forgotten meanwhile.</returns>
    Task<bool> EndAnswerAsync(AnswerKey key, AnswerText text, CancellationToken ct);
}
