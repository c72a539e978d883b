namespace Regenerator.Execution;

/// <summary>Named places around durable writes, at which crash tests end the process. Does nothing otherwise.</summary>
internal static class FaultPoint
{
    internal static Action<string>? Reached { get; set; }

    public static void At(string name) => Reached?.Invoke(name);

    /// <param name="where">Committing: everything is written and nothing kept. Committed: it is.</param>
    /// <param name="verb">The store's.</param>
    public static void At(string where, string verb) => Reached?.Invoke($"{where} {verb}");
}
