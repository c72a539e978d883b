using Regenerator.Contexts;

namespace Regenerator.Signals;

/// <summary>A provider whose facts people can look up where they come from. Asked when somebody looks, never while signals are read.</summary>
public interface ILinksToSource
{
    /// <summary>A page for people, with nothing secret in its address.</summary>
    /// <param name="context">Whom the fact is about.</param>
    /// <param name="window">In which it was read.</param>
    /// <param name="signal">One that this provider gave, as it was kept.</param>
    /// <returns>Null: there is no page for it.</returns>
    Uri? LinkTo(RegenerationContext context, TimeWindow window, RegeneratorSignal signal);
}
