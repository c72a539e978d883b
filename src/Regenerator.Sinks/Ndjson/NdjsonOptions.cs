using Regenerator.Proposals;

namespace Regenerator.Sinks.Ndjson;

/// <summary>A file of lines.</summary>
public sealed record NdjsonOptions
{
    public string Name { get; init; } = "ndjson";

    /// <summary>Made, with its folder, where there is none.</summary>
    public required string File { get; init; }

    public IReadOnlySet<Moment> Moments { get; init; } = new HashSet<Moment> { Moment.Opened };

    /// <summary>The events' <c>source</c>.</summary>
    public string Source { get; init; } = "/regenerator";

    /// <summary>Default 30 s.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);
}
