using System.Runtime.CompilerServices;
using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Prometheus;

/// <summary>A series that belongs to a watched context and has a number that a rule can use.</summary>
/// <param name="Metadata">The labels that do not name the signal; null when there are none.</param>
internal readonly record struct MappedSeries(
    QueryPlan Plan, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, JsonElement>? Metadata, double Value, double? Baseline, double? Sample, TimeWindow Window)
{
    public PrometheusQuery Query => Plan.Query;

    public string? Label(string? name) => QueryPlan.Label(Labels, name);
}

/// <summary>What a series became: a signal, a refusal that people should see, or nothing worth telling.</summary>
internal readonly record struct Mapping<TSignal>(TSignal? Signal, string? Refusal)
    where TSignal : RegeneratorSignal;

/// <summary>What differs between the three kinds.</summary>
/// <param name="Map">A series → its signal.</param>
/// <param name="Asks">Whether a signal may be an answer to a query.</param>
/// <param name="Zero">An expected event that did not happen; null for kinds that expect nothing.</param>
internal sealed record SeriesKind<TSignal>(SignalKind Kind, string Suffix, Func<MappedSeries, Mapping<TSignal>> Map, Func<PrometheusQuery, TSignal, bool> Asks, Func<QueryPlan, string, TimeWindow, TSignal>? Zero = null)
    where TSignal : RegeneratorSignal;

/// <summary>Asks each query once for all contexts, and deals the series out to them.</summary>
internal sealed class PrometheusReader<TSignal>
    where TSignal : RegeneratorSignal
{
    private const int ManyContexts = 100_000;

    private readonly PrometheusContext context;
    private readonly PrometheusClient client;
    private readonly SeriesKind<TSignal> kind;
    private readonly QueryPlan[] plans;
    private readonly QueryTemplate? up;
    private readonly UnmappedSeries unmapped = new();

    public PrometheusReader(PrometheusOptions options, PrometheusClient client, SeriesKind<TSignal> kind)
    {
        context = options.Context;
        this.client = client;
        this.kind = kind;
        plans = QueryPlan.Of(kind.Kind, options);
        up = Up(options.UpQuery);
        var traits = new ProviderTraits($"{options.Name}/{kind.Suffix}")
        {
            Lateness = options.Lateness,
            RereadFor = options.RereadFor,
            Account = options.Name,
            RequestsPerRead = plans.Sum(p => 1 + (p.Baseline is null ? 0 : 1) + (p.Sample is null ? 0 : 1)) + (up is null ? 0 : 1),
        };
        // A query that does not name its tenants answers for all of them anyway: asking it once per 500 would fetch the same again.
        Traits = plans.All(p => p.NamesTenants) ? traits : traits with { ContextsPerRequest = ManyContexts };
    }

    public ProviderTraits Traits { get; }

    public string MappedBy => context.Label;

    public IReadOnlyDictionary<string, int> Unmapped => unmapped.Counts();

    /// <summary>The graph of the query that gave a signal, of its context alone.</summary>
    public Uri? LinkTo(RegenerationContext of, TimeWindow window, RegeneratorSignal signal) =>
        signal is TSignal mine && context.ValueOf(of) is { Length: > 0 } value && plans.FirstOrDefault(p => kind.Asks(p.Query, mine)) is { } plan
            ? client.GraphOf(plan.Text.For(window.Length, QueryTemplate.Alternation([value])), window)
            : null;

    public async IAsyncEnumerable<IReading<TSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var drafts = contexts.Select(c => new ReadingDraft<TSignal>(c.Id, context.ValueOf(c))).ToArray();
        var owners = drafts.Where(d => d.Value.Length > 0).ToLookup(d => d.Value, StringComparer.Ordinal);
        var silence = owners.Count > 0 ? await FillAsync(owners, window, ct) : null;
        foreach (var draft in drafts)
        {
            yield return draft.Value.Length == 0 ? draft.Unavailable($"the context has no {context.EqualTo} to compare the label «{context.Label}» with")
                : silence is not null ? draft.Unavailable(silence)
                : draft.Reading();
        }
    }

    /// <returns>Why nothing can be said of anyone; null when something can.</returns>
    private async Task<string?> FillAsync(ILookup<string, ReadingDraft<TSignal>> owners, TimeWindow window, CancellationToken ct)
    {
        var tenants = QueryTemplate.Alternation(owners.Select(o => o.Key).Order(StringComparer.Ordinal));
        var strangers = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = false;
        foreach (var plan in plans)
        {
            var answer = await AskAsync(plan.Text, tenants, owners, window, ct);
            var baselines = plan.Baseline is null ? null : await PairsAsync(plan.Baseline, tenants, owners, window, ct);
            var samples = plan.Sample is null ? null : await PairsAsync(plan.Sample, tenants, owners, window, ct);
            foreach (var series in answer.Series)
            {
                var value = series.Labels.GetValueOrDefault(context.Label, "");
                if (owners[value] is var mine && !mine.Any())
                {
                    strangers[value] = strangers.GetValueOrDefault(value) + 1;
                    continue;
                }

                found = true;
                foreach (var draft in mine) Deal(plan, series, baselines, samples, window, draft);
            }
        }

        unmapped.Read(owners.Select(o => o.Key), strangers);
        if (!found && up is not null && await IsDownAsync(up, tenants, window, ct)) return "nothing is scraped: the up query has no series above 0";
        if (kind.Zero is { } zero)
        {
            foreach (var draft in owners.SelectMany(o => o))
            {
                foreach (var plan in plans) draft.Expect(plan.Query.Expect, name => zero(plan, name, window));
            }
        }

        return null;
    }

    private void Deal(QueryPlan plan, PrometheusSeries series, LabelPairs? baselines, LabelPairs? samples, TimeWindow window, ReadingDraft<TSignal> draft)
    {
        if ((plan.Query.Event ?? QueryPlan.Label(series.Labels, plan.Query.EventLabel)) is { } name) draft.Saw(name);
        if (series.Value is not { } value) draft.Refuse($"{Show(series)} is a native histogram: ask for histogram_count, histogram_sum or histogram_quantile of it");
        else if (double.IsNaN(value)) draft.Saw(null);
        else if (double.IsInfinity(value)) draft.Refuse($"{Show(series)} is {PrometheusWire.Show(value)}");
        else if (value < 0 && kind.Kind != SignalKind.Behavior) draft.Refuse($"{Show(series)} is {PrometheusWire.Show(value)}: a count is never negative");
        else
        {
            var metadata = plan.Remaining(series.Labels).ToDictionary(l => l.Key, l => JsonSerializer.SerializeToElement(l.Value, PrometheusWire.Default.String), StringComparer.Ordinal);
            var mapped = new MappedSeries(
                plan, series.Labels, metadata.Count > 0 ? metadata : null, value, Pair(baselines, "baseline", least: double.MinValue), Pair(samples, "sample", least: 0), window);
            draft.Take(kind.Map(mapped));
        }

        double? Pair(LabelPairs? pairs, string what, double least)
        {
            if (pairs?.Find(series.Labels) is not { } other || double.IsNaN(other)) return null;
            if (double.IsFinite(other) && other >= least) return other;
            draft.Refuse($"the {what} of {Show(series)} is {PrometheusWire.Show(other)}");
            return null;
        }
    }

    private async Task<LabelPairs> PairsAsync(QueryTemplate template, string tenants, ILookup<string, ReadingDraft<TSignal>> owners, TimeWindow window, CancellationToken ct) =>
        new((await AskAsync(template, tenants, owners, window, ct)).Series);

    private async Task<PrometheusAnswer> AskAsync(QueryTemplate template, string tenants, ILookup<string, ReadingDraft<TSignal>> owners, TimeWindow window, CancellationToken ct)
    {
        var answer = await client.QueryAsync(template.For(window.Length, tenants), window.Until, ct);
        foreach (var warning in answer.Warnings)
        {
            foreach (var draft in owners.SelectMany(o => o)) draft.Warn($"prometheus warns: {warning}");
        }

        return answer;
    }

    private async Task<bool> IsDownAsync(QueryTemplate template, string tenants, TimeWindow window, CancellationToken ct) =>
        !(await client.QueryAsync(template.For(window.Length, tenants), window.Until, ct)).Series.Any(s => s.Value > 0);

    private static QueryTemplate? Up(string? text)
    {
        try
        {
            return text is null ? null : QueryTemplate.Parse(text);
        }
        catch (FormatException e)
        {
            throw OptionsCheck.Refused("upQuery", $"can not be asked: {e.Message}");
        }
    }

    private static string Show(PrometheusSeries series) =>
        $"{{{string.Join(", ", series.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}=\"{l.Value}\""))}}}";
}
