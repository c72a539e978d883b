using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Prometheus;

/// <summary>A query that was checked and taken apart, ready to be asked.</summary>
internal sealed class QueryPlan
{
    private static readonly string[] Metrics = ["usage", "conversion", "latency", "custom"];
    private static readonly string[] SpecTypes = ["workflow", "capability", "policy", "dataView", "telemetry", "experiment", "theme", "unknown"];

    private readonly HashSet<string> subjectLabels;

    private QueryPlan(PrometheusQuery query, string contextLabel)
    {
        Query = query;
        Text = QueryTemplate.Parse(query.Query);
        Baseline = query.Baseline is { } baseline ? QueryTemplate.Parse(baseline) : null;
        Sample = query.Sample is { } sample ? QueryTemplate.Parse(sample) : null;
        subjectLabels = [.. new[] { contextLabel, query.EventLabel, query.FeatureLabel, query.MetricLabel, query.IdLabel }.OfType<string>()];
    }

    public PrometheusQuery Query { get; }

    public QueryTemplate Text { get; }

    public QueryTemplate? Baseline { get; }

    public QueryTemplate? Sample { get; }

    public bool NamesTenants => Text.NamesTenants && Baseline?.NamesTenants != false && Sample?.NamesTenants != false;

    /// <exception cref="ArgumentException">A query can not work.</exception>
    public static QueryPlan[] Of(SignalKind kind, PrometheusOptions options)
    {
        var plans = new List<QueryPlan>();
        for (var i = 0; i < options.Queries.Count; i++)
        {
            if (options.Queries[i].Kind != kind) continue;
            var setting = $"queries[{i}]";
            Check(options.Queries[i], setting);
            try
            {
                plans.Add(new QueryPlan(options.Queries[i], options.Context.Label));
            }
            catch (FormatException e)
            {
                throw OptionsCheck.Refused(setting, $"can not be asked: {e.Message}");
            }
        }

        return plans.Count > 0 ? [.. plans] : throw OptionsCheck.Refused("queries", $"has none of the kind {Word(kind)}");
    }

    /// <summary>The labels that do not name the signal: part of its identity, and what a person needs to find the series again.</summary>
    public IEnumerable<KeyValuePair<string, string>> Remaining(IReadOnlyDictionary<string, string> labels) =>
        labels.Where(l => !subjectLabels.Contains(l.Key)).OrderBy(l => l.Key, StringComparer.Ordinal);

    public SpecEntity? Entity(IReadOnlyDictionary<string, string> labels)
    {
        if (Query.Entity is not { } entity) return null;
        var slot = entity.Slot ?? Label(labels, entity.SlotLabel);
        var key = entity.Key ?? Label(labels, entity.KeyLabel);
        return slot is null && key is null ? null : new SpecEntity(entity.SpecType, key, Label(labels, entity.VersionLabel), slot);
    }

    /// <summary>Null where the label is not asked for, absent or empty: Prometheus makes no difference.</summary>
    public static string? Label(IReadOnlyDictionary<string, string> labels, string? name) =>
        name is not null && labels.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public static string Word(SignalKind kind) => kind switch
    {
        SignalKind.Telemetry => "telemetry",
        SignalKind.Error => "error",
        _ => "behavior",
    };

    public static bool IsMetric(string text) => Metrics.Contains(text);

    private static void Check(PrometheusQuery query, string setting)
    {
        var kind = query.Kind;
        OneOf(kind == SignalKind.Telemetry, "event", query.Event, "eventLabel", query.EventLabel);
        OneOf(kind == SignalKind.Behavior, "feature", query.Feature, "featureLabel", query.FeatureLabel);
        OneOf(kind == SignalKind.Behavior, "metric", query.Metric, "metricLabel", query.MetricLabel);
        Only(kind == SignalKind.Error, "idLabel", query.IdLabel is not null);
        Only(kind == SignalKind.Error, "messageLabel", query.MessageLabel is not null);
        Only(kind is SignalKind.Error or SignalKind.Telemetry, "classificationLabel", query.ClassificationLabel is not null);
        Only(kind == SignalKind.Behavior, "baseline", query.Baseline is not null);
        Only(kind == SignalKind.Behavior, "sample", query.Sample is not null);
        Only(kind == SignalKind.Behavior, "scale", query.Scale is not 1);
        Only(kind == SignalKind.Telemetry, "expect", query.Expect.Count > 0);
        if (query.Metric is { } metric && !IsMetric(metric)) throw OptionsCheck.Refused($"{setting}.metric", $"is «{metric}»: the known are {string.Join(", ", Metrics)}");
        if (!double.IsFinite(query.Scale) || query.Scale <= 0) throw OptionsCheck.Refused($"{setting}.scale", $"is {query.Scale}: finite and above 0");
        if (query.Entity is { } entity && !SpecTypes.Contains(entity.SpecType))
            throw OptionsCheck.Refused($"{setting}.entity.specType", $"is «{entity.SpecType}»: the known are {string.Join(", ", SpecTypes)}");
        foreach (var (name, label) in new[]
        {
            ("eventLabel", query.EventLabel), ("featureLabel", query.FeatureLabel), ("metricLabel", query.MetricLabel), ("idLabel", query.IdLabel),
            ("messageLabel", query.MessageLabel), ("classificationLabel", query.ClassificationLabel), ("entity.slotLabel", query.Entity?.SlotLabel),
            ("entity.keyLabel", query.Entity?.KeyLabel), ("entity.versionLabel", query.Entity?.VersionLabel),
        })
        {
            if (label is not null) OptionsCheck.Label($"{setting}.{name}", label);
        }

        void OneOf(bool needed, string name, string? value, string labelName, string? label)
        {
            if (!needed) Only(false, value is null ? labelName : name, value is not null || label is not null);
            else if (string.IsNullOrEmpty(value) == string.IsNullOrEmpty(label)) throw OptionsCheck.Refused(setting, $"(kind {Word(kind)}) needs {name} or {labelName}, and not both");
        }

        void Only(bool allowed, string name, bool present)
        {
            if (present && !allowed) throw OptionsCheck.Refused($"{setting}.{name}", $"means nothing for the kind {Word(kind)}");
        }
    }
}
