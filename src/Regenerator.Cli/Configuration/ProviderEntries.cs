using System.ComponentModel.DataAnnotations;
using Regenerator.Providers.Http;
using Regenerator.Providers.Prometheus;
using Regenerator.Providers.Recorded;

namespace Regenerator.Cli.Configuration;

/// <summary>A Prometheus in regenerator.json: its options, with secrets that are not in the file.</summary>
internal sealed record PrometheusEntry
{
    /// <summary>http or https; a path prefix is kept: <c>https://mimir/prometheus</c>. Credentials belong in <c>auth</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>How to sign in; absent: not at all.</summary>
    public PrometheusSecrets? Auth { get; init; }

    /// <summary>Sent with every request, such as <c>X-Scope-OrgID</c>. Never shown.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How a series finds its context.</summary>
    public PrometheusContext Context { get; init; } = new();

    /// <summary>Of one request, from its start to the last byte of the answer. 1 second to 10 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Of one answer, unpacked. 1 KiB to 1 GiB.</summary>
    [ByteSize]
    public long ResponseLimit { get; init; } = AnswerGuard.UsualLimit;

    /// <summary>At least the scrape interval plus the delay of ingestion; absent: the pass's own setting.</summary>
    public TimeSpan? Lateness { get; init; }

    /// <summary>How long after its first reading a window is read once more, for what came late; zero: never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan RereadFor { get; init; }

    /// <summary>Tells «no traffic» from «no scrape»: asked when no query found a series of a watched context, such as <c>max_over_time(up{job="app"}[$window])</c>.</summary>
    public string? UpQuery { get; init; }

    /// <summary>What to ask; each query answers for all contexts at once.</summary>
    public required IReadOnlyList<PrometheusQuery> Queries { get; init; }

    public PrometheusOptions Options() => new()
    {
        Url = Url,
        Auth = Auth is null ? null : new PrometheusAuth { Bearer = Auth.Bearer?.Reveal(), User = Auth.User, Password = Auth.Password?.Reveal() },
        Headers = Headers,
        Context = Context,
        Timeout = Timeout,
        ResponseLimit = ResponseLimit,
        Lateness = Lateness,
        RereadFor = RereadFor,
        UpQuery = UpQuery,
        Queries = Queries,
    };
}

/// <summary>Either <c>bearer</c>, or <c>user</c> and <c>password</c>.</summary>
internal sealed record PrometheusSecrets
{
    /// <summary>A token: <c>${env:NAME}</c> or <c>${file:path}</c>.</summary>
    public Secret? Bearer { get; init; }

    /// <summary>Of basic authentication.</summary>
    public string? User { get; init; }

    /// <summary><c>${env:NAME}</c> or <c>${file:path}</c>.</summary>
    public Secret? Password { get; init; }
}

/// <summary>Recorded signals in regenerator.json.</summary>
internal sealed record RecordedEntry
{
    /// <summary>Patterns of NDJSON files, such as <c>signals/*.ndjson</c>. Relative to this file.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Where on the time line the recording is laid: <c>asRecorded</c>, or shifted so that it ends now.</summary>
    public RecordedAlign Align { get; init; }
}
