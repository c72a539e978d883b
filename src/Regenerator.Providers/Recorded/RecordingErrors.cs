using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <inheritdoc cref="Recording{TSignal}"/>
public sealed class RecordingErrors(IErrorSignalProvider inner, SignalRecorder recorder) : Recording<ErrorSignal>(inner, recorder), IErrorSignalProvider;
