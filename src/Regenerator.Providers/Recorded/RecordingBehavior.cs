using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <inheritdoc cref="Recording{TSignal}"/>
public sealed class RecordingBehavior(IBehaviorSignalProvider inner, SignalRecorder recorder) : Recording<BehaviorSignal>(inner, recorder), IBehaviorSignalProvider;
