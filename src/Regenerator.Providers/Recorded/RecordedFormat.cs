using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>The words of <c>regenerator.signals/1</c>, for the reader and the writer.</summary>
internal static class RecordedFormat
{
    public const string Name = "regenerator.signals/1";

    public const string Header = $$"""{"format":"{{Name}}"}""";

    public static readonly IReadOnlyDictionary<string, SignalKind> Kinds = new Dictionary<string, SignalKind>(StringComparer.Ordinal)
    {
        ["telemetry"] = SignalKind.Telemetry,
        ["error"] = SignalKind.Error,
        ["behavior"] = SignalKind.Behavior,
    };

    public static string Word(SignalKind kind) => Kinds.Single(k => k.Value == kind).Key;

    public static SignalKind KindOf(RegeneratorSignal signal) => signal switch
    {
        TelemetrySignal => SignalKind.Telemetry,
        ErrorSignal => SignalKind.Error,
        BehaviorSignal => SignalKind.Behavior,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static SignalKind KindOf<TSignal>()
        where TSignal : RegeneratorSignal =>
        typeof(TSignal) == typeof(TelemetrySignal) ? SignalKind.Telemetry : typeof(TSignal) == typeof(ErrorSignal) ? SignalKind.Error : SignalKind.Behavior;
}
