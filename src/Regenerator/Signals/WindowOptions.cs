namespace Regenerator.Signals;

/// <summary>How time is cut and how long we wait.</summary>
public sealed record WindowOptions
{
    /// <summary>Default 5 minutes.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its end a window is taken to be complete. Default 30 seconds.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one request to one provider, however it takes to cancellation. Default 30 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request that failed in passing is tried again within a pass. 0…10, default 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>A vendor that asks for more than that is asked again by a later pass. Default 5 seconds.</summary>
    public TimeSpan LongestRetryWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long contexts that were read wait for those that were not, before they are judged and committed without them. Default one second.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);
}
