using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Regenerator.CrashHost;

namespace Regenerator.Integration.Tests.Execution;

/// <summary>An apply whose process is killed before or after each of its durable writes, and then continued by another process.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Killed = 128 + 9;
    private static readonly string Host = Path.Combine(AppContext.BaseDirectory, "Regenerator.CrashHost");

    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-crash-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>What fails (<c>!</c>: and migrations can not be taken back), where it ends, and the first write to be killed at: the last run differs only in its undoing.</summary>
    public static TheoryData<string, string, int> Runs => new()
    {
        { "-", "Applied", 1 },
        { "run_tests", "Open", 1 },
        { "run_migrations", "Open", 1 },
        { "trigger_regeneration", "Open", 1 },
        { "trigger_regeneration!", "NeedsAttention", 24 },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    [Trait("Promise", "R11")]
    public async Task Killed_at_any_write_it_ends_as_if_it_had_not_been(string fails, string ends, int first)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the host kills itself by a signal");
        var promoted = await PromotedAsync();
        var whole = await PreparedAsync($"whole {fails}", fails);
        var survived = await HostAsync($"whole {fails}", 0, fails);
        var expected = await whole.OutcomeAsync(Ct);
        Assert.Equal(ends, expected.State);
        Assert.Equal(ends == "Applied" ? promoted : ApplyScenario.Before, expected.Live);

        var points = new ConcurrentDictionary<int, string>();
        var every = Enumerable.Range(first, survived.Said.Split(',').Length - first + 1);
        await Parallel.ForEachAsync(every, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Ct }, async (killAt, ct) =>
        {
            var name = $"kill-{killAt}";
            var scenario = await PreparedAsync(name, fails);
            var (code, point) = await HostAsync(name, killAt, fails);
            Assert.Equal(Killed, code);
            points[killAt] = point;
            Assert.Contains(await scenario.LiveAsync(ct), (string[])[ApplyScenario.Before, promoted]);

            await scenario.ContinueAsync(ct);

            var outcome = await scenario.OutcomeAsync(ct);
            Assert.True(expected == outcome, $"killed at {killAt}, «{point}»:\n{outcome}\ninstead of\n{expected}");
            await AllCallsHappenedAsync(whole, scenario, point);
            Assert.Empty(Directory.GetFiles(Path.Combine(folder, name), "*.tmp", SearchOption.AllDirectories));
        });

        Assert.Contains("committed FinishAsync", points.Values);
        TestContext.Current.TestOutputHelper?.WriteLine($"killed at {points.Count} points: {string.Join(", ", points.OrderBy(p => p.Key).Select(p => p.Value))}");
    }

    [Fact]
    public async Task Killed_again_and_again_it_still_gets_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the host kills itself by a signal");
        var whole = await PreparedAsync("whole", "trigger_regeneration");
        await whole.ContinueAsync(Ct);
        var scenario = await PreparedAsync("again", "trigger_regeneration");

        var killAt = 1;
        while ((await HostAsync("again", killAt, "trigger_regeneration")).Code == Killed) killAt++;

        Assert.InRange(killAt, 5, 100);
        Assert.Equal(await whole.OutcomeAsync(Ct), await scenario.OutcomeAsync(Ct));
    }

    [Fact]
    [Trait("Promise", "R13")]
    public async Task Two_processes_that_apply_one_approval_have_one_effect_per_step()
    {
        for (var round = 0; round < 3; round++)
        {
            var name = $"two-{round}";
            var scenario = await PreparedAsync(name, "-");

            var codes = await Task.WhenAll(HostAsync(name, 0, "-"), HostAsync(name, 0, "-"), HostAsync(name, 0, "-"));

            Assert.All(codes, c => Assert.Equal(0, c.Code));
            Assert.Equal("Applied", (await scenario.OutcomeAsync(Ct)).State);
            Assert.Equal(["run_tests", "run_migrations", "trigger_regeneration"], (await scenario.CallsAsync(Ct)).Select(c => c.Split(' ')[1]));
            Assert.Equal(await PromotedAsync(), await scenario.LiveAsync(Ct));
        }
    }

    [Fact, Trait("Promise", "R3")]
    public async Task Killed_anywhere_in_a_delivery_it_delivers_everything_under_the_same_keys_and_in_order()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the host kills itself by a signal");
        var whole = new DeliverScenario(Path.Combine(folder, "whole"));
        await whole.PrepareAsync(Ct);
        var points = (await HostAsync("whole", 0, "deliver")).Said.Split(',').Length;
        var expected = await whole.ToldAsync(Ct);
        Assert.Equal((6, 14), (expected.Length, points));

        for (var killAt = 1; killAt <= points; killAt++)
        {
            var scenario = new DeliverScenario(Path.Combine(folder, $"deliver-{killAt}"));
            await scenario.PrepareAsync(Ct);
            var (code, point) = await HostAsync($"deliver-{killAt}", killAt, "deliver");
            Assert.Equal(Killed, code);

            Assert.Empty(await scenario.ContinueAsync(Ct));

            var told = await scenario.ToldAsync(Ct);
            Assert.Equal(expected, told.Distinct());
            Assert.Equal(point == "committing SettleDeliveryAsync" ? 7 : 6, told.Length); // only what was delivered and not written down comes twice
            Assert.Equal(0, await scenario.LeftAsync(Ct));
        }
    }

    // At least once each, under the same keys; the tests are not tried again once what they guard is through.
    private static async Task AllCallsHappenedAsync(ApplyScenario whole, ApplyScenario killed, string point)
    {
        var (expected, seen) = (await whole.CallsAsync(Ct), await killed.CallsAsync(Ct));
        Assert.True(expected.ToHashSet(StringComparer.Ordinal).SetEquals(seen), $"killed at «{point}»: {string.Join("; ", seen)} instead of {string.Join("; ", expected)}");
        Assert.InRange(seen.Length, expected.Length, expected.Length + 1);
    }

    private async Task<string> PromotedAsync()
    {
        var name = Path.GetRandomFileName();
        var scenario = await PreparedAsync(name, "-");
        await scenario.ContinueAsync(Ct);
        var promoted = await scenario.LiveAsync(Ct);
        Assert.Contains("\"version\": \"1.0.1\"", promoted, StringComparison.Ordinal);
        return promoted;
    }

    // Laid out once, then copied: a new store costs more than the whole apply. It is moved before, so that a copy does not find the original in its place.
    private async Task<ApplyScenario> PreparedAsync(string name, string fails)
    {
        var template = Path.Combine(folder, "template");
        if (!Directory.Exists(template))
        {
            var first = Directory.CreateDirectory(Path.Combine(folder, "first")).FullName;
            await new ApplyScenario(first, fails).PrepareAsync(Ct);
            Directory.Move(first, template);
        }

        foreach (var file in Directory.GetFiles(template, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, name, Path.GetRelativePath(template, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new ApplyScenario(Path.Combine(folder, name), fails);
    }

    private async Task<(int Code, string Said)> HostAsync(string name, int killAt, string fails)
    {
        var start = new ProcessStartInfo(Host, [Path.Combine(folder, name), killAt.ToString(CultureInfo.InvariantCulture), .. fails == "deliver" ? (string[])["deliver"] : ["apply", fails]]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, output.Trim());
    }
}
