using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Providers.Prometheus;

/// <summary>The answer of <c>/api/v1/query</c>: https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16)]
[JsonSerializable(typeof(WireAnswer))]
[JsonSerializable(typeof(WireSeries[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class PrometheusWire : JsonSerializerContext
{
    /// <summary>Go writes infinities as no .NET parser reads them.</summary>
    public static bool TryNumber(string? text, out double value)
    {
        switch (text)
        {
            case "NaN":
                value = double.NaN;
                return true;
            case "+Inf" or "Inf":
                value = double.PositiveInfinity;
                return true;
            case "-Inf":
                value = double.NegativeInfinity;
                return true;
            default:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
    }

    /// <summary>The words Prometheus itself uses.</summary>
    public static string Show(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}

internal sealed record WireAnswer
{
    public string? Status { get; init; }

    public WireData? Data { get; init; }

    public string? ErrorType { get; init; }

    public string? Error { get; init; }

    public string[]? Warnings { get; init; }
}

internal sealed record WireData
{
    public string? ResultType { get; init; }

    /// <summary>What it is depends on the type beside it.</summary>
    public JsonElement Result { get; init; }
}

internal sealed record WireSeries
{
    public Dictionary<string, string>? Metric { get; init; }

    /// <summary>[unix seconds, "number"]; absent when the sample is a native histogram.</summary>
    public JsonElement[]? Value { get; init; }

    /// <exception cref="JsonException">The value is no sample.</exception>
    public double? Number() => Value switch
    {
        null => null,
        [_, { ValueKind: JsonValueKind.String } text] when PrometheusWire.TryNumber(text.GetString(), out var number) => number,
        _ => throw new JsonException($"a sample is [time, \"number\"], not [{string.Join(',', Value)}]"),
    };
}
