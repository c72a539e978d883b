using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Regenerator.Studio.Access;

/// <summary>
/// Who is signed in to the pages, and the links that sign in. Kept in memory and gone with the process; of tokens only digests are kept. Safe for
/// concurrent use.
/// </summary>
public sealed class Sessions(TimeProvider time)
{
    /// <summary>Without a look at any page; a page that only keeps itself current is not a look.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromHours(12);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private const int MostLinks = 100;

    private readonly ConcurrentDictionary<string, Visitor> links = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Session> sessions = new(StringComparer.Ordinal);

    /// <summary>Makes a link that signs this visitor in, once.</summary>
    /// <returns>Path and query, such as <c>/sign-in?token=…</c>.</returns>
    public string NewLink(Visitor visitor)
    {
        if (links.Count >= MostLinks) links.Clear();
        var token = NewToken();
        links[Digest(token)] = visitor;
        return $"/sign-in?token={token}";
    }

    /// <returns>The cookie of a new session; null: the token is unknown, or was used.</returns>
    internal string? SignIn(string token)
    {
        if (!links.TryRemove(Digest(token), out var visitor)) return null;
        Forget();
        var cookie = NewToken();
        sessions[Digest(cookie)] = new Session(visitor, NewToken(), time.GetUtcNow());
        return cookie;
    }

    internal void SignOut(string cookie) => sessions.TryRemove(Digest(cookie), out _);

    /// <returns>Null: there is none, or its time is over.</returns>
    internal Session? Find(string? cookie) => cookie is not null && sessions.TryGetValue(Digest(cookie), out var session) && IsGood(session) ? session : null;

    private bool IsGood(Session session) => time.GetUtcNow() is var now && now - session.LastSeen < LongestIdle && now - session.Began < Longest;

    private void Forget()
    {
        foreach (var (key, session) in sessions)
            if (!IsGood(session)) sessions.TryRemove(key, out _);
    }

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string Digest(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
