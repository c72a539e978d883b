using Regenerator.Contexts;
using Regenerator.Providers.Recorded;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Providers.Recorded;

public sealed class RecordedSignalsTests : IDisposable
{
    private const string Failure = """{"type":"telemetry","contextId":"cfg-acme","provider":"prom/telemetry","signal":{"eventName":"workflow.failure","eventVersion":1,"count":42,"windowStart":"2026-11-22T09:00:00Z","windowEnd":"2026-11-22T09:05:00Z","exactness":"estimated","metadata":{"workflow":"checkout"}}}""";
    private const string LaterFailure = """{"type":"telemetry","contextId":"cfg-acme","provider":"prom/telemetry","signal":{"eventName":"workflow.failure","eventVersion":"1.20","count":8,"windowStart":"2026-11-22T09:05:00Z","windowEnd":"2026-11-22T09:10:00Z","metadata":{"workflow":"checkout"}}}""";
    private const string Error = """{"type":"error","contextId":"cfg-acme","provider":"sentry/errors","signal":{"id":"PAY-1","classification":"workflow","message":"card declined","occurredAt":"2026-11-22T09:03:10Z","count":7}}""";
    private const string Behavior = """{"type":"behavior","contextId":"cfg-acme","provider":"prom/behavior","signal":{"feature":"checkout","metric":"latency","value":1840,"baseline":420,"windowStart":"2026-11-22T09:00:00Z","windowEnd":"2026-11-22T09:05:00Z"}}""";

    private static readonly RegenerationContext Acme = ProviderContract.Context("acme");
    private static readonly TimeWindow Nine = Window("09:00", "09:05");

    private readonly RecordingFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_reading_line_closes_the_window_and_the_version_stays_as_it_was_read()
    {
        var recorded = Load(Failure, Closes("09:00", "09:05", "complete"), LaterFailure);
        var telemetry = Assert.Single(recorded.Telemetry);

        var first = await ReadAsync(telemetry, Nine);
        var second = await ReadAsync(telemetry, Nine.Next());

        Assert.Equal("prom/telemetry", telemetry.Traits.Name);
        Assert.True(first.Coverage.IsComplete);
        Assert.Equal((42.0, "1"), (Assert.Single(first.Signals).Count, first.Signals[0].EventVersion!.Value.GetRawText()));
        Assert.Equal("partial: no reading line closes this window", second.Coverage.ToString());
        Assert.Equal("\"1.20\"", Assert.Single(second.Signals).EventVersion!.Value.GetRawText());
        Assert.Equal(Window("09:00", "09:10"), recorded.Span);
    }

    [Fact]
    public async Task Each_name_is_a_provider_of_its_kind()
    {
        var recorded = Load(Failure, Error, Behavior);

        Assert.Equal("card declined", Assert.Single((await ReadAsync(Assert.Single(recorded.Errors), Nine)).Signals).Message);
        Assert.Equal(420, Assert.Single((await ReadAsync(Assert.Single(recorded.Behavior), Nine)).Signals).Baseline);
    }

    [Fact]
    public async Task Silence_that_was_closed_is_complete_and_silence_that_was_not_is_unknown()
    {
        var telemetry = Load(Closes("09:00", "09:05", "complete"), Closes("09:05", "09:10", "unavailable", "HTTP 503")).Telemetry[0];

        Assert.True((await ReadAsync(telemetry, Nine)).Coverage.IsComplete);
        Assert.Equal("unavailable: HTTP 503", (await ReadAsync(telemetry, Nine.Next())).Coverage.ToString());
        Assert.Equal("unavailable: not recorded: there are windows of 00:05:00 from 2026-11-22T09:00:00Z to 2026-11-22T09:10:00Z", (await ReadAsync(telemetry, Nine.Previous())).Coverage.ToString());
        var stranger = await telemetry.ReadAllAsync([ProviderContract.Context("foo")], Nine, TestContext.Current.CancellationToken);
        Assert.Equal("unavailable: not recorded", Assert.Single(stranger.Values).Coverage.ToString());
    }

    [Fact]
    public async Task A_window_that_was_read_again_replays_as_it_was_read_last()
    {
        var telemetry = Load(Closes("09:00", "09:05", "unavailable", "HTTP 503"), Failure, Closes("09:00", "09:05", "complete")).Telemetry[0];

        var reading = await ReadAsync(telemetry, Nine);

        Assert.True(reading.Coverage.IsComplete);
        Assert.Single(reading.Signals);
    }

    [Fact]
    public async Task A_longer_window_is_put_together_of_the_recorded_ones()
    {
        var telemetry = Load(Failure, Closes("09:00", "09:05", "complete"), LaterFailure, Closes("09:05", "09:10", "complete")).Telemetry[0];

        var ten = await ReadAsync(telemetry, Window("09:00", "09:10"));
        var fifteen = await ReadAsync(telemetry, Window("09:00", "09:15"));

        Assert.True(ten.Coverage.IsComplete);
        var sum = Assert.Single(ten.Signals);
        Assert.Equal((50.0, Exactness.Estimated, Window("09:00", "09:10")), (sum.Count, sum.Exactness, new TimeWindow(sum.WindowStart, sum.WindowEnd)));
        Assert.Equal("partial: only 00:10:00 of 00:15:00 were recorded", fifteen.Coverage.ToString());
    }

    [Fact]
    public async Task A_long_window_that_was_recorded_as_such_is_not_counted_twice()
    {
        const string Long = """{"type":"error","contextId":"cfg-acme","provider":"sentry/errors","signal":{"id":"PAY-1","message":"card declined","occurredAt":"2026-11-22T09:03:10Z","count":300}}""";
        var errors = Load(Error, Closes("09:00", "09:05", "complete", provider: "sentry/errors"), Long, Closes("08:00", "10:00", "complete", provider: "sentry/errors")).Errors[0];

        Assert.Equal(7, Assert.Single((await ReadAsync(errors, Nine)).Signals).Count);
        Assert.Equal(300, Assert.Single((await ReadAsync(errors, Window("08:00", "10:00"))).Signals).Count);
    }

    [Theory]
    [InlineData("2027-03-01T12:34:56Z", "2027-03-01T12:30:00Z")]
    [InlineData("2027-03-01T12:35:00Z", "2027-03-01T12:35:00Z")]
    [InlineData("2020-01-01T00:01:00Z", "2020-01-01T00:00:00Z")]
    public async Task End_now_shifts_by_whole_windows(string anchor, string end)
    {
        file.Write(Failure, Closes("09:00", "09:05", "complete"), Error);

        var recorded = RecordedSignals.Load([file.Path], RecordedAlign.EndNow, DateTimeOffset.Parse(anchor));

        var until = DateTimeOffset.Parse(end);
        Assert.Equal(new TimeWindow(until.AddMinutes(-5), until), recorded.Span);
        var signal = Assert.Single((await ReadAsync(recorded.Telemetry[0], recorded.Span!.Value)).Signals);
        Assert.Equal(until, signal.WindowEnd);
        Assert.Equal(until.AddSeconds(-110), Assert.Single((await ReadAsync(recorded.Errors[0], recorded.Span.Value)).Signals).OccurredAt);
    }

    [Fact]
    public void End_now_keeps_every_window_where_such_windows_lie()
    {
        // 28 days, every day: not a multiple of 28 days since the epoch.
        file.Write(
            """{"type":"reading","contextId":"cfg-acme","provider":"prom/telemetry","since":"2026-10-24T00:00:00Z","until":"2026-11-21T00:00:00Z","coverage":"complete"}""",
            """{"type":"reading","contextId":"cfg-acme","provider":"prom/telemetry","since":"2026-11-20T23:55:00Z","until":"2026-11-21T00:00:00Z","coverage":"complete"}""");

        var recorded = RecordedSignals.Load([file.Path], RecordedAlign.EndNow, DateTimeOffset.Parse("2027-03-01T12:34:56Z"));

        Assert.Equal(DateTimeOffset.Parse("2027-03-01T00:00:00Z"), recorded.Span!.Value.Until);
    }

    [Theory]
    [InlineData("""{"type":"metric","contextId":"a","provider":"p"}""", "the type is «metric»: the known are telemetry, error, behavior, reading")]
    [InlineData("""{"type":"error","provider":"p"}""", "«contextId» is missing")]
    [InlineData("""{"type":"error","contextId":"a","provider":""}""", "«provider» is \"\": a text is expected")]
    [InlineData("""{"type":"error","contextId":"a","provider":"p","signal":{"id":"x","message":"m","occurredAt":"yesterday"}}""", "«occurredAt» is \"yesterday\": an instant with its offset is expected, such as 2026-11-22T09:00:00Z")]
    [InlineData("""{"type":"error","contextId":"a","provider":"p","signal":{"id":"x","message":"m","occurredAt":null}}""", "«occurredAt» is null: an instant with its offset is expected, such as 2026-11-22T09:00:00Z")]
    [InlineData("""{"type":"error","contextId":"a","provider":"p","signal":{"id":"x","message":"m","occurredAt":"2026-11-22T09:00:00"}}""", "«occurredAt» is \"2026-11-22T09:00:00\": an instant with its offset is expected, such as 2026-11-22T09:00:00Z")]
    [InlineData("""{"type":"error","contextId":"a","provider":"p","signal":{"id":"x","message":"m"}}""", "«occurredAt» is missing")]
    [InlineData("""{"type":"error","contextId":"a","provider":"p","signal":{"id":"x","message":"m","classification":"bad","occurredAt":"2026-11-22T09:00:00Z"}}""", "«classification» is «bad»: the known are runtime, policy, workflow, unknown")]
    [InlineData("""{"type":"telemetry","contextId":"a","provider":"p","signal":{"eventName":"x","count":-1,"windowStart":"2026-11-22T09:00:00Z","windowEnd":"2026-11-22T09:05:00Z"}}""", "«count» is -1: a count is never negative")]
    [InlineData("""{"type":"telemetry","contextId":"a","provider":"p","signal":{"eventName":"x","count":1,"windowStart":"2026-11-22T09:05:00Z","windowEnd":"2026-11-22T09:05:00Z"}}""", "«windowEnd» is not after «windowStart»")]
    [InlineData("""{"type":"telemetry","contextId":"a","provider":"p","signal":{"eventName":"x","windowStart":"2026-11-22T09:00:00Z","windowEnd":"2026-11-22T09:05:00Z"}}""", "«signal» can not be read: ")]
    [InlineData("""{"type":"reading","contextId":"a","provider":"p","since":"2026-11-22T09:00:00Z","until":"2026-11-22T09:05:00Z","coverage":"full"}""", "«coverage» is «full»: the known are complete, partial, unavailable")]
    [InlineData("""{"type":"reading","contextId":"a","provider":"p","since":"2026-11-22T09:00:00Z","until":"2026-11-22T09:05:00Z","coverage":"complete"}""", "provider «p» has no signals, and its readings do not tell their kind: add \"kind\":\"telemetry\", \"error\" or \"behavior\"")]
    [InlineData("""{"type":"telem""", "no JSON object: ")]
    [InlineData("""[1]""", "no JSON object: an object is expected")]
    [InlineData("""{"format":"regenerator.signals/1"}""", "a second format line")]
    public void What_can_not_be_read_is_refused_by_file_and_line(string line, string expected)
    {
        var error = Assert.Throws<RecordedFormatException>(() => Load("", line));

        Assert.StartsWith($"{file.Path}:3: {expected}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_name_serves_one_kind()
    {
        var error = Assert.Throws<RecordedFormatException>(() => Load(Failure, Error.Replace("sentry/errors", "prom/telemetry", StringComparison.Ordinal)));

        Assert.StartsWith($"{file.Path}:3: provider «prom/telemetry» is of kind error here and of kind telemetry at {file.Path}:2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"format":"regenerator.signals/2"}""", "the format is \"regenerator.signals/2\": regenerator.signals/1 can be read")]
    [InlineData(Failure, "the format line is missing: {\"format\":\"regenerator.signals/1\"} comes first")]
    [InlineData("", "the format line is missing: {\"format\":\"regenerator.signals/1\"}")]
    public void A_file_of_another_format_is_refused(string first, string expected)
    {
        file.Raw(first);

        Assert.Equal($"{file.Path}:1: {expected}", Assert.Throws<RecordedFormatException>(() => RecordedSignals.Load([file.Path], RecordedAlign.AsRecorded, default)).Message);
    }

    private RecordedSignals Load(params string[] lines) => RecordedSignals.Load(file.Write(lines), RecordedAlign.AsRecorded, default);

    private static string Closes(string since, string until, string coverage, string? reason = null, string provider = "prom/telemetry") =>
        $$"""{"type":"reading","contextId":"cfg-acme","provider":"{{provider}}","since":"2026-11-22T{{since}}:00Z","until":"2026-11-22T{{until}}:00Z","coverage":"{{coverage}}","reason":"{{reason}}"}""";

    private static TimeWindow Window(string since, string until) => new(DateTimeOffset.Parse($"2026-11-22T{since}:00Z"), DateTimeOffset.Parse($"2026-11-22T{until}:00Z"));

    private static async Task<IReading<T>> ReadAsync<T>(ISignalProvider<T> provider, TimeWindow window)
        where T : RegeneratorSignal =>
        Assert.Single((await provider.ReadAllAsync([Acme], window, TestContext.Current.CancellationToken)).Values);
}
