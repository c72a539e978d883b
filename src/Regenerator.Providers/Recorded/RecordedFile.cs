using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>Reads one file, line by line; refuses what it does not understand, with file and line.</summary>
internal static class RecordedFile
{
    private static readonly string[] Metrics = ["usage", "conversion", "latency", "custom"];
    private static readonly string[] ErrorClasses = ["runtime", "policy", "workflow", "unknown"];
    private static readonly string[] TelemetryClasses = ["normal", "warning", "critical"];
    private static readonly string[] Coverages = ["complete", "partial", "unavailable"];

    public static IEnumerable<RecordedLine> Read(string file)
    {
        var number = 0;
        var begun = false;
        foreach (var text in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            var place = $"{file}:{number}";
            using var document = Parsed(text, place);
            if (begun) yield return Line(document.RootElement, place);
            else begun = Format(document.RootElement, place);
        }

        if (!begun) throw new RecordedFormatException($"{file}:1: the format line is missing: {RecordedFormat.Header}");
    }

    private static JsonDocument Parsed(string text, string place)
    {
        try
        {
            var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException("an object is expected");
        }
        catch (JsonException e)
        {
            throw Wrong(place, $"no JSON object: {e.Message}", e);
        }
    }

    private static bool Format(JsonElement line, string place) => line.TryGetProperty("format", out var format)
        ? format.ValueKind == JsonValueKind.String && format.ValueEquals(RecordedFormat.Name) ? true : throw Wrong(place, $"the format is {format.GetRawText()}: {RecordedFormat.Name} can be read")
        : throw Wrong(place, $"the format line is missing: {RecordedFormat.Header} comes first");

    private static RecordedLine Line(JsonElement line, string place)
    {
        if (line.TryGetProperty("format", out _)) throw Wrong(place, "a second format line");
        var type = Text(line, "type", place);
        if (type != "reading" && !RecordedFormat.Kinds.ContainsKey(type)) throw Wrong(place, $"the type is «{type}»: the known are {string.Join(", ", RecordedFormat.Kinds.Keys)}, reading");
        var context = Text(line, "contextId", place);
        var provider = Text(line, "provider", place);
        if (type == "reading") return new RecordedLine.OfReading(context, provider, place, Window(line, "since", "until", place), CoverageOf(line, place), KindOf(line, place));
        if (!line.TryGetProperty("signal", out var signal) || signal.ValueKind != JsonValueKind.Object) throw Wrong(place, "«signal» is missing, or no object");
        return new RecordedLine.OfSignal(context, provider, place, Signal(RecordedFormat.Kinds[type], signal, place));
    }

    private static RegeneratorSignal Signal(SignalKind kind, JsonElement signal, string place)
    {
        // The serializer would read a time without an offset in the time zone of this machine.
        if (kind == SignalKind.Error) Time(signal, "occurredAt", place);
        else Window(signal, "windowStart", "windowEnd", place);
        try
        {
            RegeneratorSignal read = kind switch
            {
                SignalKind.Telemetry => signal.Deserialize(RegeneratorJson.Default.TelemetrySignal)!,
                SignalKind.Error => WithDefaults(signal.Deserialize(RegeneratorJson.Default.ErrorSignal)!, signal),
                _ => signal.Deserialize(RegeneratorJson.Default.BehaviorSignal)!,
            };
            return Checked(read, place);
        }
        catch (JsonException e)
        {
            throw Wrong(place, $"«signal» can not be read: {e.Message}", e);
        }
    }

    /// <summary>The generated reader sets every <c>init</c> member, also those that are absent: initialisers are lost.</summary>
    private static ErrorSignal WithDefaults(ErrorSignal error, JsonElement signal) => error with
    {
        Classification = signal.TryGetProperty("classification", out _) ? error.Classification : "unknown",
        Count = signal.TryGetProperty("count", out _) ? error.Count : 1,
    };

    private static RegeneratorSignal Checked(RegeneratorSignal signal, string place)
    {
        switch (signal)
        {
            case TelemetrySignal telemetry:
                Named("eventName", telemetry.EventName, place);
                Count(telemetry.Count, place);
                if (telemetry.Classification is { } level) Known("classification", level, TelemetryClasses, place);
                if (telemetry.AnomalyScore is < 0 or > 1) throw Wrong(place, $"«anomalyScore» is {telemetry.AnomalyScore}: 0 to 1");
                break;
            case ErrorSignal error:
                Named("id", error.Id, place);
                Count(error.Count, place);
                Known("classification", error.Classification, ErrorClasses, place);
                break;
            case BehaviorSignal behavior:
                Named("feature", behavior.Feature, place);
                Known("metric", behavior.Metric, Metrics, place);
                break;
        }

        return signal;
    }

    private static Coverage CoverageOf(JsonElement line, string place)
    {
        var coverage = Text(line, "coverage", place);
        Known("coverage", coverage, Coverages, place);
        if (coverage == "complete") return Coverage.Complete;
        var reason = line.TryGetProperty("reason", out _) ? Text(line, "reason", place, empty: true) : "no reason was recorded";
        return coverage == "partial" ? Coverage.Partial(reason) : Coverage.Unavailable(reason);
    }

    private static SignalKind? KindOf(JsonElement line, string place)
    {
        if (!line.TryGetProperty("kind", out _)) return null;
        var word = Text(line, "kind", place);
        Known("kind", word, RecordedFormat.Kinds.Keys, place);
        return RecordedFormat.Kinds[word];
    }

    private static TimeWindow Window(JsonElement element, string since, string until, string place)
    {
        var (start, end) = (Time(element, since, place), Time(element, until, place));
        return end > start ? new TimeWindow(start, end) : throw Wrong(place, $"«{until}» is not after «{since}»");
    }

    // What lies outside is a default or a number in another unit, and nobody's event.
    private const int FirstYear = 2000;
    private const int LastYear = 2199;

    private static DateTimeOffset Time(JsonElement element, string name, string place)
    {
        if (!element.TryGetProperty(name, out var value)) throw Wrong(place, $"«{name}» is missing");
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && HasOffset(text) && value.TryGetDateTimeOffset(out var time))
            return time.Year is >= FirstYear and <= LastYear ? time : throw Wrong(place, $"«{name}» is {value.GetRawText()}: an instant from the years {FirstYear} to {LastYear} is expected");
        throw Wrong(place, $"«{name}» is {value.GetRawText()}: an instant with its offset is expected, such as 2026-11-22T09:00:00Z");
    }

    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');

    private static string Text(JsonElement element, string name, string place, bool empty = false)
    {
        if (!element.TryGetProperty(name, out var value)) throw Wrong(place, $"«{name}» is missing");
        return value.ValueKind == JsonValueKind.String && value.GetString() is { } text && (empty || text.Length > 0) ? text : throw Wrong(place, $"«{name}» is {value.GetRawText()}: a text is expected");
    }

    private static void Named(string name, [NotNull] string? value, string place)
    {
        if (string.IsNullOrEmpty(value)) throw Wrong(place, $"«{name}» is empty");
    }

    private static void Known(string name, string? value, IEnumerable<string> known, string place)
    {
        if (!known.Contains(value)) throw Wrong(place, $"«{name}» is «{value}»: the known are {string.Join(", ", known)}");
    }

    private static void Count(double count, string place)
    {
        if (count < 0) throw Wrong(place, $"«count» is {count.ToString(CultureInfo.InvariantCulture)}: a count is never negative");
    }

    private static RecordedFormatException Wrong(string place, string what, Exception? inner = null) => new($"{place}: {what.ReplaceLineEndings(" ")}", inner);
}
