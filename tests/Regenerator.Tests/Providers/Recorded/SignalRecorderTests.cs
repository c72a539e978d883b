using System.Runtime.CompilerServices;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Contexts;
using Regenerator.Providers.Recorded;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Providers.Recorded;

public sealed class SignalRecorderTests : IDisposable
{
    private static readonly RegenerationContext[] Contexts = [ProviderContract.Context("acme"), ProviderContract.Context("globex")];
    private static readonly TimeWindow First = new(DateTimeOffset.Parse("2026-11-22T09:00:00Z"), DateTimeOffset.Parse("2026-11-22T09:05:00Z"));

    private readonly RecordingFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public void What_was_recorded_replays_the_same()
    {
        var coverage = Gen.OneOf(
            Gen.Constant(Coverage.Complete),
            Gen.Elements("HTTP 503", "", "«ü»\n\"quoted\"").Select(Coverage.Partial),
            Gen.Elements("HTTP 503", "gone").Select(Coverage.Unavailable));
        var count = Gen.OneOf(Gen.Choose(0, 1000).Select(n => (double)n), ArbMap.Default.GeneratorFor<double>().Where(d => double.IsFinite(d) && d >= 0));
        var readings = Gen.ListOf(Gen.Zip(coverage, Gen.ListOf(count)));

        Prop.ForAll(readings.ToArbitrary(), windows =>
        {
            File.Delete(file.Path);
            var answers = windows.Select((w, i) => (Window: At(i), Readings: Contexts.Select(c => Telemetry(c, At(i), [.. w.Item2], w.Item1)).ToArray())).ToDictionary(a => a.Window, a => a.Readings);
            return ReplaysAsync(answers).GetAwaiter().GetResult();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Errors_and_behaviours_replay_the_same_with_everything_they_carry()
    {
        var error = new ErrorSignal
        {
            Id = "PAY-1",
            Message = "line 1\nline 2 «ü»",
            Classification = "workflow",
            OccurredAt = First.Until.AddTicks(-1),
            Count = 7.25,
            Exactness = Exactness.Estimated,
            Entity = new SpecEntity("workflow", "checkout", "1.20", "pay"),
            Metadata = new Dictionary<string, JsonElement> { ["n"] = JsonSerializer.SerializeToElement(1) },
        };
        var behavior = new BehaviorSignal { Feature = "checkout", Metric = "latency", Value = 1840.1, Baseline = 420, SampleSize = 812, WindowStart = First.Since, WindowEnd = First.Until };
        await using (var recorder = await OpenAsync())
        {
            await ReadAsync(new RecordingErrors(new Scripted<ErrorSignal>("s/errors", _ => [new Reading<ErrorSignal>("cfg-acme", [error], Coverage.Complete)]), recorder), First);
            await ReadAsync(new RecordingBehavior(new Scripted<BehaviorSignal>("p/behavior", _ => [new Reading<BehaviorSignal>("cfg-acme", [behavior], Coverage.Complete)]), recorder), First);
        }

        var recorded = Load();

        Assert.Equal(Text(error), Text(Assert.Single((await ReadAsync(recorded.Errors[0], First))["cfg-acme"].Signals)));
        Assert.Equal(Text(behavior), Text(Assert.Single((await ReadAsync(recorded.Behavior[0], First))["cfg-acme"].Signals)));
        Assert.Equal("unavailable: the provider gave no reading", (await ReadAsync(recorded.Errors[0], First))["cfg-globex"].Coverage.ToString());
    }

    [Fact]
    public async Task A_throw_is_recorded_as_unavailable_and_passed_on()
    {
        await using (var recorder = await OpenAsync())
        {
            var provider = new RecordingTelemetry(new Scripted<TelemetrySignal>("p/telemetry", _ => throw new InvalidOperationException("HTTP 503\nat once")), recorder);

            await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(provider, First));
        }

        var replayed = await ReadAsync(Load().Telemetry[0], First);

        Assert.Equal(["unavailable: HTTP 503 at once", "unavailable: HTTP 503 at once"], replayed.Values.Select(r => r.Coverage.ToString()));
    }

    [Fact]
    public async Task An_existing_recording_is_appended_to_and_anything_else_is_left_alone()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var recorder = await OpenAsync();
            await recorder.RecordAsync("p/telemetry", At(i), Telemetry(Contexts[0], At(i), [1], Coverage.Complete), TestContext.Current.CancellationToken);
        }

        Assert.Equal(At(0).Since, Load().Span!.Value.Since);
        Assert.Equal(At(1).Until, Load().Span!.Value.Until);
        file.Raw("name,count");
        await Assert.ThrowsAsync<RecordedFormatException>(OpenAsync);
        Assert.Equal("name,count\n", await File.ReadAllTextAsync(file.Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Many_threads_write_whole_lines()
    {
        await using (var recorder = await OpenAsync())
        {
            await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, async (i, ct) => await recorder.RecordAsync("p/telemetry", At(i), Telemetry(Contexts[0], At(i), [i, 1, 2], Coverage.Complete), ct));
        }

        var telemetry = Load().Telemetry[0];
        for (var i = 0; i < 200; i++) Assert.Equal(3, (await ReadAsync(telemetry, At(i)))["cfg-acme"].Signals.Count);
    }

    private static TimeWindow At(int i) => new(First.Since.AddMinutes(5 * i), First.Until.AddMinutes(5 * i));

    private static Reading<TelemetrySignal> Telemetry(RegenerationContext context, TimeWindow window, double[] counts, Coverage coverage) => new(
        context.Id,
        [.. counts.Select((c, i) => new TelemetrySignal { EventName = $"e{i}", Count = c, WindowStart = window.Since, WindowEnd = window.Until, EventVersion = JsonSerializer.SerializeToElement(i) })],
        coverage);

    private static string Text<T>(T signal) => JsonSerializer.Serialize(signal, typeof(T), RegeneratorJson.Default);

    private static string Line(IReading<TelemetrySignal> reading) => $"{reading.ContextId} {reading.Coverage}: {string.Join(' ', reading.Signals.Select(Text))}";

    private async Task<bool> ReplaysAsync(Dictionary<TimeWindow, Reading<TelemetrySignal>[]> answers)
    {
        await using (var recorder = await OpenAsync())
        {
            var provider = new RecordingTelemetry(new Scripted<TelemetrySignal>("p/telemetry", w => answers[w]), recorder);
            foreach (var window in answers.Keys) await ReadAsync(provider, window);
        }

        foreach (var (window, readings) in answers)
        {
            var replayed = await ReadAsync(Assert.Single(Load().Telemetry), window);
            Assert.Equal(readings.Select(Line), Contexts.Select(c => Line(replayed[c.Id])));
        }

        return true;
    }

    private RecordedSignals Load() => RecordedSignals.Load([file.Path], RecordedAlign.AsRecorded, default);

    private Task<SignalRecorder> OpenAsync() => SignalRecorder.OpenAsync(file.Path, TestContext.Current.CancellationToken);

    private static Task<Dictionary<string, IReading<T>>> ReadAsync<T>(ISignalProvider<T> provider, TimeWindow window)
        where T : RegeneratorSignal =>
        provider.ReadAllAsync(Contexts, window, TestContext.Current.CancellationToken);

    private sealed class Scripted<T>(string name, Func<TimeWindow, IReadOnlyList<IReading<T>>> answer) : ITelemetrySignalProvider, IErrorSignalProvider, IBehaviorSignalProvider
        where T : RegeneratorSignal
    {
        ProviderTraits ISignalProvider<TelemetrySignal>.Traits { get; } = new(name);

        ProviderTraits ISignalProvider<ErrorSignal>.Traits { get; } = new(name);

        ProviderTraits ISignalProvider<BehaviorSignal>.Traits { get; } = new(name);

        IAsyncEnumerable<IReading<TelemetrySignal>> ISignalProvider<TelemetrySignal>.ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
            (IAsyncEnumerable<IReading<TelemetrySignal>>)PlayAsync(window, ct);

        IAsyncEnumerable<IReading<ErrorSignal>> ISignalProvider<ErrorSignal>.ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
            (IAsyncEnumerable<IReading<ErrorSignal>>)PlayAsync(window, ct);

        IAsyncEnumerable<IReading<BehaviorSignal>> ISignalProvider<BehaviorSignal>.ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
            (IAsyncEnumerable<IReading<BehaviorSignal>>)PlayAsync(window, ct);

        private async IAsyncEnumerable<IReading<T>> PlayAsync(TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.CompletedTask.WaitAsync(ct);
            foreach (var reading in answer(window)) yield return reading;
        }
    }
}
