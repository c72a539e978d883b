namespace Regenerator.Integration.Tests.Cli;

/// <summary>The command runs on the wall clock; tests that need a certain moment of it wait for that.</summary>
internal static class Clock
{
    private static readonly TimeSpan AfterIt = TimeSpan.FromMilliseconds(50);

    // What a start with its first pass may take on a busy machine.
    private static readonly TimeSpan Pass = TimeSpan.FromSeconds(15);

    /// <summary>Until the window of now has closed.</summary>
    public static Task NextWindowAsync(TimeSpan length) => Task.Delay(Left(length) + AfterIt, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>So that a pass does not see one window close under its hands.</summary>
    public static Task AwayFromTheEndOfAsync(TimeSpan length) => Left(length) > (length / 2 < Pass ? length / 2 : Pass) ? Task.CompletedTask : NextWindowAsync(length);

    private static TimeSpan Left(TimeSpan length) => length - TimeSpan.FromTicks(TimeProvider.System.GetUtcNow().Ticks % length.Ticks);
}
