namespace Regenerator.Signals;

/// <summary>A vendor asked to be left alone; kept with how its providers are, so that the next process leaves it alone too.</summary>
/// <param name="Until">By this machine's clock.</param>
/// <param name="Contexts">For whom it is not asked before; null: for nobody at all.</param>
public sealed record AccountPause(DateTimeOffset Until, IReadOnlyList<string>? Contexts);
