using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>A line of a recording, and where it stands.</summary>
internal abstract record RecordedLine(string ContextId, string Provider, string Place)
{
    /// <summary>Null where the line does not tell: a reading line need not.</summary>
    public abstract SignalKind? Kind { get; }

    public sealed record OfSignal(string ContextId, string Provider, string Place, RegeneratorSignal Signal) : RecordedLine(ContextId, Provider, Place)
    {
        public override SignalKind? Kind => RecordedFormat.KindOf(Signal);
    }

    public sealed record OfReading(string ContextId, string Provider, string Place, TimeWindow Window, Coverage Coverage, SignalKind? Told) : RecordedLine(ContextId, Provider, Place)
    {
        public override SignalKind? Kind => Told;
    }
}
