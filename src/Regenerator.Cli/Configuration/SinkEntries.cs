using System.ComponentModel.DataAnnotations;
using Regenerator.Proposals;

namespace Regenerator.Cli.Configuration;

/// <summary>What every typed sink in regenerator.json may say.</summary>
internal abstract record TypedSinkEntry
{
    /// <summary>Default: <c>opened</c>.</summary>
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
    public required string File { get; init; }
}

/// <summary>A receiver of HTTP requests in regenerator.json.</summary>
internal sealed record WebhookEntry : TypedSinkEntry
{
    public required Uri Url { get; init; }

    /// <summary>One normally; two while the receiver moves from the old to the new.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    [Range(1, 64)]
    public int AtOnce { get; init; } = 8;
}

/// <summary>A broker in regenerator.json.</summary>
internal sealed record RabbitMqEntry : TypedSinkEntry
{
    public required string Url { get; init; }

    public string? User { get; init; }

    public Secret? Password { get; init; }

    public string Exchange { get; init; } = "";

    public string? RoutingKey { get; init; }

    public string? Queue { get; init; }

    public bool Declare { get; init; }
}
