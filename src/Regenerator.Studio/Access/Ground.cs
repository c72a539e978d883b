namespace Regenerator.Studio.Access;

/// <summary>What a session stands on; each request asks whether it still does. A closed hierarchy.</summary>
internal abstract record Ground
{
    private Ground()
    {
    }

    /// <summary>A link, used up: nothing is asked any more.</summary>
    public sealed record Link : Ground;

    /// <summary>A token of ours: once it is revoked or over, so is the session.</summary>
    /// <param name="Hash">Of its secret.</param>
    public sealed record Token(string Hash) : Ground;

    /// <summary>What the host knows of each request, such as the token of a sign-in provider that a proxy passes on: without it the cookie opens nothing.</summary>
    public sealed record Elsewhere : Ground;
}
