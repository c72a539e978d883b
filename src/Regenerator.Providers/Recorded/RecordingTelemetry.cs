using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <inheritdoc cref="Recording{TSignal}"/>
public sealed class RecordingTelemetry(ITelemetrySignalProvider inner, SignalRecorder recorder) : Recording<TelemetrySignal>(inner, recorder), ITelemetrySignalProvider;
