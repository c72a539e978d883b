using System.ComponentModel.DataAnnotations;
using Regenerator.Proposals;

namespace Regenerator.Cli.Configuration;

/// <summary>What every typed sink in regenerator.json may say.</summary>
internal abstract record TypedSinkEntry
{
    /// <summary>Which moments to be told of. Default: <c>opened</c>.</summary>
    public IReadOnlyList<Moment>? On { get; init; }

    /// <summary>The events' <c>source</c>. Default: <c>/regenerator</c>, and the environment's name behind it.</summary>
    public string? Source { get; init; }

    /// <summary>For one delivery. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public IReadOnlySet<Moment> Moments => On is { Count: > 0 } ? On.ToHashSet() : new HashSet<Moment> { Moment.Opened };
}

/// <summary>A file of lines in regenerator.json.</summary>
internal sealed record NdjsonEntry : TypedSinkEntry
{
    /// <summary>One line per delivery is appended. Relative to this file.</summary>
    public required string File { get; init; }
}

/// <summary>A receiver of HTTP requests in regenerator.json.</summary>
internal sealed record WebhookEntry : TypedSinkEntry
{
    /// <summary>Where to post to, http or https.</summary>
    public required Uri Url { get; init; }

    /// <summary>What requests are signed with (<c>whsec_…</c>). One normally; two while the receiver moves from the old to the new.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    /// <summary>How many requests at once. Default: 8.</summary>
    [Range(1, 64)]
    public int AtOnce { get; init; } = 8;
}

/// <summary>A broker in regenerator.json.</summary>
internal sealed record RabbitMqEntry : TypedSinkEntry
{
    /// <summary><c>amqp://host:port/vhost</c>, or <c>amqps</c>; without credentials.</summary>
    public required string Url { get; init; }

    /// <summary>Who signs in; absent: guest.</summary>
    public string? User { get; init; }

    /// <summary>Of the user.</summary>
    public Secret? Password { get; init; }

    /// <summary>Where to publish; empty: the default exchange, which routes by the queue's name.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>Absent: the queue's name.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>Where deliveries end up; has to be there unless <c>declare</c> makes it.</summary>
    public string? Queue { get; init; }

    /// <summary>Make the exchange and the queue, durable, where they are not there.</summary>
    public bool Declare { get; init; }
}
