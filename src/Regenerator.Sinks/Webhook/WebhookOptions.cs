using Regenerator.Proposals;

namespace Regenerator.Sinks.Webhook;

/// <summary>A receiver of HTTP requests.</summary>
public sealed record WebhookOptions
{
    public string Name { get; init; } = "webhook";

    /// <summary><c>https://…</c>, or <c>http://…</c> inside a network that is trusted. Only its host is ever shown: paths of hooks tend to be secret.</summary>
    public required Uri Url { get; init; }

    /// <summary>
    /// <c>whsec_</c> and 24 to 64 bytes in base64, each. One normally; two while the receiver moves from the old to the new. Empty: requests
    /// are not signed.
    /// </summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    public IReadOnlySet<Moment> Moments { get; init; } = new HashSet<Moment> { Moment.Opened };

    /// <summary>The events' <c>source</c>.</summary>
    public string Source { get; init; } = "/regenerator";

    /// <summary>For one request with its answer. Default 30 s.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests of different proposals at the same time. 1 to 64, default 8.</summary>
    public int AtOnce { get; init; } = 8;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    // A record prints its members.
    public override string ToString() => $"webhook {Name}";
}
