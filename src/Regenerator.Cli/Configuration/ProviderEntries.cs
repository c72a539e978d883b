using System.ComponentModel.DataAnnotations;
using Regenerator.Providers.Http;
using Regenerator.Providers.Prometheus;
using Regenerator.Providers.Recorded;

namespace Regenerator.Cli.Configuration;

/// <summary>A Prometheus in regenerator.json: its options, with secrets that are not in the file.</summary>
internal sealed record PrometheusEntry
{
    public required Uri Url { get; init; }

    public PrometheusSecrets? Auth { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public PrometheusContext Context { get; init; } = new();

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    [ByteSize]
    public long ResponseLimit { get; init; } = AnswerGuard.UsualLimit;

    public TimeSpan? Lateness { get; init; }

    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan RereadFor { get; init; }

    public string? UpQuery { get; init; }

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

internal sealed record PrometheusSecrets
{
    public Secret? Bearer { get; init; }

    public string? User { get; init; }

    public Secret? Password { get; init; }
}

/// <summary>Recorded signals in regenerator.json.</summary>
internal sealed record RecordedEntry
{
    public required IReadOnlyList<string> Files { get; init; }

    public RecordedAlign Align { get; init; }
}
