using System.Text.Json.Serialization;
using Regenerator.Contexts;

namespace Regenerator.Providers.Prometheus;

/// <summary>Where to ask, as whom, and what. Checked when a provider is made: an <see cref="ArgumentException"/> names the setting and the value.</summary>
public sealed record PrometheusOptions
{
    /// <summary>First part of the providers' names: <c>prom</c> gives <c>prom/telemetry</c>, <c>prom/errors</c>, <c>prom/behavior</c>.</summary>
    public string Name { get; init; } = "prometheus";

    /// <summary>http or https; a path prefix is kept: <c>https://mimir/prometheus</c>. Credentials do not belong here, but in <see cref="Auth"/>.</summary>
    public required Uri Url { get; init; }

    public PrometheusAuth? Auth { get; init; }

    /// <summary>Sent with every request, such as <c>X-Scope-OrgID</c>. Never shown.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public PrometheusContext Context { get; init; } = new();

    /// <summary>Of one request, from its start to the last byte of the answer; also told to the server. 1 second to 10 minutes. Default: 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one answer, unpacked. 1 KiB to 1 GiB. Default: 16 MiB.</summary>
    public long ResponseLimit { get; init; } = Http.AnswerGuard.UsualLimit;

    /// <summary>At least the scrape interval plus the delay of ingestion; null: the pass's own setting.</summary>
    public TimeSpan? Lateness { get; init; }

    /// <summary>How long after that samples still come in (remote write that was held up): then a window is read a second time. Default: it is not.</summary>
    public TimeSpan RereadFor { get; init; }

    /// <summary>
    /// Tells «no traffic» from «no scrape»: asked when no query found a series of a watched context. No series above 0 makes the readings unavailable.
    /// Such as <c>max_over_time(up{job="app"}[$window])</c>. Wherever <see cref="PrometheusQuery.Expect"/> is used, this should be too.
    /// </summary>
    public string? UpQuery { get; init; }

    public required IReadOnlyList<PrometheusQuery> Queries { get; init; }
}

/// <summary>Either <see cref="Bearer"/>, or <see cref="User"/> and <see cref="Password"/>.</summary>
public sealed record PrometheusAuth
{
    public string? Bearer { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public override string ToString() => Bearer is null ? $"basic {User}:***" : "bearer ***";
}

/// <summary>How a series finds its context. Several contexts may have the same value (two apps of a tenant): each gets the series.</summary>
public sealed record PrometheusContext
{
    /// <summary>The label of every series that says whose it is.</summary>
    public string Label { get; init; } = "tenant";

    /// <summary>What of a context the label's value is compared with.</summary>
    [JsonPropertyName("equals")]
    public PrometheusIdentity EqualTo { get; init; }

    /// <summary>Empty where the context has none.</summary>
    internal string ValueOf(RegenerationContext context) => EqualTo switch
    {
        PrometheusIdentity.TenantId => context.TenantConfig.Meta.TenantId,
        PrometheusIdentity.ContextId => context.Id,
        PrometheusIdentity.AppId => context.TenantConfig.Meta.AppId is { Length: > 0 } own ? own : context.Blueprint.Meta.AppId,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>What of a context the label's value is compared with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PrometheusIdentity>))]
public enum PrometheusIdentity
{
    [JsonStringEnumMemberName("tenantId")]
    TenantId,

    [JsonStringEnumMemberName("contextId")]
    ContextId,

    [JsonStringEnumMemberName("appId")]
    AppId,
}
