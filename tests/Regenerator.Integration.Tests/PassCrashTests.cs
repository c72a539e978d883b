using System.Diagnostics;
using System.Globalization;
using Regenerator.CrashHost;
using Regenerator.Integration.Tests.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests;

/// <summary>A pass whose process is ended before or after each of its durable writes, and which another process then goes on with.</summary>
public sealed class PassCrashTests(PostgresServer server) : IDisposable
{
    private const int LongRun = 200;
    private const int Killed = 128 + 9;

    private static readonly string Host = Path.Combine(AppContext.BaseDirectory, "Regenerator.CrashHost");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string home = Directory.CreateTempSubdirectory("regenerator-pass-").FullName;
    private readonly int seed = RandomRun.Seed;
    private int places;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory, Trait("Promise", "R1"), Trait("Promise", "R3")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Killed_at_any_write_it_ends_as_if_it_had_not_been(string store)
    {
        await EveryPointAsync(store, ProcessSignal.Kill, (code, _) => Assert.Equal(Killed, code));
    }

    [Fact, Trait("Promise", "R17")]
    public Task Asked_to_stop_at_any_write_it_does_so_at_once_and_the_next_process_goes_on_from_there() => EveryPointAsync("sqlite", ProcessSignal.Terminate, (code, took) =>
    {
        Assert.Equal(0, code);
        Assert.InRange(took, TimeSpan.Zero, Patience);
    });

    [Fact, Trait("Promise", "R1")]
    public async Task The_evidence_adds_up_to_everything_that_was_counted_whenever_it_came_in()
    {
        const int Windows = 60;
        var place = await NewAsync("sqlite");
        for (var window = 0; window < Windows; window++) await place.Scenario(seed).PassAsync(window, Ct);
        await place.Scenario(seed).PassAsync(Windows, Ct); // for what came late

        var kept = (await place.Scenario(seed).EvidenceAsync("refund", Ct)).Where(e => e.Window.Until <= PassScenario.Window(Windows - 1).Until).ToArray();

        var counted = from context in PassScenario.Fleet
                      from window in Enumerable.Range(0, Windows)
                      let failures = place.Scenario(seed).Failures(context.Id, "refund", window)
                      where failures >= PassScenario.Enough
                      select (context.Id, PassScenario.Window(window), (double)failures);
        Assert.True(counted.ToHashSet().SetEquals(kept.Select(e => (e.ContextId, e.Window, e.Signal.Number))), RandomRun.Named(seed));
        Assert.Equal(counted.Sum(c => c.Item3), kept.Sum(e => e.Signal.Number));
    }

    [Theory, Trait("Promise", "R2"), Trait("Promise", "R3")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Passes_that_are_made_one_to_five_times_each_by_another_process_leave_what_single_ones_do(string store)
    {
        var random = new Random(seed);
        var (once, often) = (await NewAsync(store), await NewAsync(store));
        for (var window = 0; window < 10; window++)
        {
            await once.Scenario(seed).PassAsync(window, Ct);
            for (var times = random.Next(1, 6); times > 0; times--) await often.Scenario(seed).PassAsync(window, Ct);
            await once.Scenario(seed).DecideAsync(window, Ct);
            await often.Scenario(seed).DecideAsync(window, Ct);
        }

        var difference = StoreText.Difference(await once.Scenario(seed).TextAsync(Ct), await often.Scenario(seed).TextAsync(Ct));
        Assert.True(difference.Length == 0, $"{RandomRun.Named(seed)}: {difference}");
        Assert.Equal(once.Scenario(seed).Told(), often.Scenario(seed).Told());
    }

    // In a short run one window, in which something of everything happens.
    private async Task EveryPointAsync(string store, int signal, Action<int, TimeSpan> ended)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the host ends itself by a signal");
        var first = RandomRun.IsLong ? 0 : 8 + seed % 24;
        var whole = await NewAsync(store);
        for (var window = 0; window < LongRun; window++)
        {
            var before = await CopyAsync(whole);
            await whole.Scenario(seed).PassAsync(window, Ct);
            if (window >= first)
            {
                var points = await PointsAsync(before, window);
                var everything = points.Contains("committing DecideAsync") && points.Contains("committing SettleDeliveryAsync");
                if (RandomRun.IsLong || everything) await EveryPointAsync(before, whole, window, points.Length, signal, ended);
                if (!RandomRun.IsLong && everything) return;
            }

            await RemoveAsync(before);
            await whole.Scenario(seed).DecideAsync(window, Ct);
        }

        Assert.True(RandomRun.IsLong, $"in no window was there something to decide ({RandomRun.Named(seed)})");
    }

    private async Task<string[]> PointsAsync(Place before, int window)
    {
        var undisturbed = await CopyAsync(before);
        var (_, said, _) = await HostAsync(undisturbed, 0, window, ProcessSignal.Kill);
        await RemoveAsync(undisturbed);
        return said.Split(',');
    }

    private async Task EveryPointAsync(Place before, Place whole, int window, int count, int signal, Action<int, TimeSpan> ended)
    {
        var (expected, told) = (await whole.Scenario(seed).TextAsync(Ct), whole.Scenario(seed).Told());
        await Parallel.ForEachAsync(Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Ct }, async (endAt, ct) =>
        {
            var place = await CopyAsync(before);
            var (code, point, took) = await HostAsync(place, endAt, window, signal);
            ended(code, took);

            await place.Scenario(seed).PassAsync(window, ct);

            var where = $"window {window}, ended at {endAt} of {count}, «{point}» ({RandomRun.Named(seed)})";
            var difference = StoreText.Difference(expected, await place.Scenario(seed).TextAsync(ct));
            Assert.True(difference.Length == 0, $"{where}: {difference}");
            var repeated = place.Scenario(seed).Told();
            Assert.True(told.Order(StringComparer.Ordinal).SequenceEqual(repeated.Distinct().Order(StringComparer.Ordinal)), $"{where}: told {string.Join(", ", repeated)}");
            Assert.True(repeated.Length <= told.Length + 1, $"{where}: more than one notice came twice");
            await RemoveAsync(place);
        });
    }

    private async Task<(int Code, string Said, TimeSpan Took)> HostAsync(Place place, int endAt, int window, int signal)
    {
        string[] arguments = [place.Folder, .. new[] { endAt }.Select(Text), "pass", place.Store, Text(seed), Text(window), Text(signal)];
        using var process = Process.Start(new ProcessStartInfo(Host, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadLineAsync(Ct) ?? "";
        var started = TimeProvider.System.GetTimestamp();
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, said, TimeProvider.System.GetElapsedTime(started));

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<Place> NewAsync(string store)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, Interlocked.Increment(ref places).ToString(CultureInfo.InvariantCulture))).FullName;
        return new Place(folder, store == "sqlite" ? Path.Combine(folder, "store.db") : await server.DatabaseAsync(Ct));
    }

    private async Task<Place> CopyAsync(Place place)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, Interlocked.Increment(ref places).ToString(CultureInfo.InvariantCulture))).FullName;
        foreach (var file in Directory.GetFiles(place.Folder)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return new Place(folder, place.IsFile ? Path.Combine(folder, "store.db") : await server.CopyAsync(place.Store, Ct));
    }

    private async Task RemoveAsync(Place place)
    {
        Directory.Delete(place.Folder, recursive: true);
        if (!place.IsFile) await server.DropAsync(place.Store, Ct);
    }

    /// <param name="Store">A connection string, or a file in the folder.</param>
    private sealed record Place(string Folder, string Store)
    {
        public bool IsFile => !Store.Contains('=', StringComparison.Ordinal);

        public PassScenario Scenario(int seed) => new(Store, Path.Combine(Folder, "told.log"), seed);
    }
}
