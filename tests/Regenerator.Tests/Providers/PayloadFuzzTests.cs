using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Contexts;
using Regenerator.Providers.Http;
using Regenerator.Providers.Prometheus;
using Regenerator.Providers.Recorded;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Testing;
using Regenerator.Tests.Providers.Prometheus;
using Regenerator.Tests.Providers.Recorded;

namespace Regenerator.Tests.Providers;

/// <summary>Whatever a vendor sends: it is read, or it is quarantined with its reason, and never becomes data.</summary>
[Trait("Promise", "R7")]
public sealed class PayloadFuzzTests : IDisposable
{
    private const string Sound = """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"tenant":"acme","event":"workflow.failure","workflow":"checkout"},"value":[1795337340.5,"42"]}]}}""";

    private static readonly string[] Recorded =
    [
        """{"type":"telemetry","contextId":"cfg-acme","provider":"prom/telemetry","signal":{"eventName":"workflow.failure","count":42,"windowStart":"2026-11-22T09:00:00Z","windowEnd":"2026-11-22T09:05:00Z"}}""",
        """{"type":"error","contextId":"cfg-acme","provider":"sentry/errors","signal":{"id":"PAY-1","message":"card declined","occurredAt":"2026-11-22T09:03:10Z","count":7}}""",
        """{"type":"reading","contextId":"cfg-acme","provider":"prom/telemetry","since":"2026-11-22T09:00:00Z","until":"2026-11-22T09:05:00Z","coverage":"complete"}""",
    ];

    private readonly RecordingFile file = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    public static TheoryData<string, string> Broken => new()
    {
        { "truncated", Sound[..^20] },
        { "a text for a number", Sound.Replace("\"42\"", "{}", StringComparison.Ordinal) },
        { "an array for an object", "[]" },
        { "nothing", "" },
        { "deep nesting", new string('[', 100_000) },
        { "infinite", Sound.Replace("\"42\"", "\"+Inf\"", StringComparison.Ordinal) },
        { "less than nothing", Sound.Replace("\"42\"", "\"-1\"", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_can_not_be_read_moves_nothing_and_opens_nothing(string what, string body)
    {
        var report = await PassAsync(Encoding.UTF8.GetBytes(body));

        Assert.Null(report.Fault);
        Assert.Empty(report.Opened);
        Assert.Equal(0, report.Signals);
        Assert.True(report.IsIncomplete || report.Decisions.All(d => d.Outcome is Regenerator.Proposals.Admission.Undecided), what);
    }

    [Fact]
    public async Task A_hundred_megabytes_are_not_read_to_their_end()
    {
        var endless = new Endless(100 << 20);

        var report = await PassAsync(() => new StreamContent(endless));

        Assert.Contains("the answer is longer than", Assert.Single(report.Quarantined).Reason, StringComparison.Ordinal);
        Assert.InRange(endless.Taken, 1, AnswerGuard.UsualLimit + (1 << 20));
    }

    [Fact]
    public void Bytes_that_were_changed_anywhere_never_break_a_pass() => Prop.ForAll(
        Gen.Choose(0, Sound.Length - 1).Zip(Gen.Choose(0, 255)).NonEmptyListOf().ToArbitrary(),
        changes =>
        {
            var body = Encoding.UTF8.GetBytes(Sound);
            foreach (var (at, value) in changes.Take(4)) body[at] = (byte)value;
            var report = PassAsync(body).GetAwaiter().GetResult();
            Assert.Null(report.Fault);
            Assert.All(report.Opened, p => Assert.True(double.IsFinite(p.Sightings.Magnitude)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("1970-01-01T00:00:01Z")]
    public async Task A_signal_of_no_time_that_can_be_true_is_left_out_quarantined_and_the_others_count(string at)
    {
        var telemetry = FakeTelemetry.Failing();
        var errors = new FakeErrors { Answer = (context, window) => [new(context, [Some.ErrorSignal(window: window) with { OccurredAt = DateTimeOffset.Parse(at) }, Some.ErrorSignal("PAY-2", window: window)], Coverage.Complete)] };
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(Some.Context()),
            Rules = [new FakeRule("errors", (_, signals) => [Some.Wish() with { Signals = signals.Errors.ToArray() }])],
            Adapters = new SignalAdapters { Telemetry = telemetry, Errors = errors },
            Time = new TestClock(Some.Now.AddSeconds(30)),
        });

        var report = await service.RunOnceAsync(Ct);

        var broken = Assert.Single(report.Quarantined);
        Assert.Equal(("errors", "1 of 2 signals had no time that can be true and were left out"), (broken.Provider, broken.Reason));
        Assert.Equal(2, report.Signals);
        Assert.Equal("PAY-2", Assert.IsType<ErrorSignal>(Assert.Single((await service.Store.GetAsync(Assert.Single(report.Opened).Id, Ct))!.Evidence).Signal).Id);
    }

    [Theory]
    [InlineData("2026-11-22T09:03:10Z", "0001-01-01T00:00:00Z")]
    [InlineData("2026-11-22T09:03:10Z", "9999-12-31T23:59:59Z")]
    [InlineData("2026-11-22T09:03:10Z", "now")]
    [InlineData("2026-11-22T09:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("\"count\":7", "\"count\":7,\"count\":8")]
    [InlineData("\"count\":7", "\"count\":NaN")]
    public void A_recording_with_what_can_not_be_true_is_refused_by_file_and_line(string was, string now) =>
        Assert.Contains($"{file.Path}:", Assert.Throws<RecordedFormatException>(() => Load([.. Recorded.Select(line => line.Replace(was, now, StringComparison.Ordinal))])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_recording_of_any_bytes_is_read_or_refused_by_file_and_line() => Prop.ForAll(
        Gen.Choose(0, Recorded.Sum(line => line.Length) - 1).Zip(Gen.Choose(1, 255)).NonEmptyListOf().ToArbitrary(),
        changes =>
        {
            var bytes = Encoding.UTF8.GetBytes("{\"format\":\"regenerator.signals/1\"}\n" + string.Join('\n', Recorded));
            foreach (var (at, value) in changes.Take(3)) bytes[^(at + 1)] = (byte)value;
            File.WriteAllBytes(file.Path, bytes);
            try
            {
                RecordedSignals.Load([file.Path], RecordedAlign.EndNow, Some.Now);
            }
            catch (RecordedFormatException refused)
            {
                Assert.StartsWith($"{file.Path}:", refused.Message, StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    /// <summary>Wants something wherever it hears something, and takes nothing for granted that was not seen whole.</summary>
    private static FakeRule Careful => new("careful", (_, signals) =>
    {
        if (signals.CoverageOf(SignalKind.Telemetry) is { IsComplete: false } coverage) signals.CannotJudge(coverage.ToString()!);
        return signals.Telemetry.IsEmpty ? [] : [Some.Wish(tenantScoped: true) with { Signals = signals.Telemetry.ToArray(), Magnitude = null }];
    });

    private RecordedSignals Load(string[] lines) => RecordedSignals.Load(file.Write(lines), RecordedAlign.AsRecorded, default);

    private static Task<PassReport> PassAsync(byte[] body) => PassAsync(() => new ByteArrayContent(body));

    private static async Task<PassReport> PassAsync(Func<HttpContent> body)
    {
        var clock = new TestClock(Asking.Window.Until.AddMinutes(1));
        using var http = new HttpClient(new AnswerGuard(new Answers(body), clock));
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(Asking.Acme),
            Rules = [Careful],
            Providers = [new PrometheusTelemetry(Asking.Options(Asking.Events), http)],
            Windows = new WindowOptions { Retries = 0 },
            Time = clock,
        });
        return await service.RunOnceAsync();
    }

    private sealed class Answers(Func<HttpContent> body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = body(), RequestMessage = request });
    }

    /// <summary>JSON that goes on and on.</summary>
    private sealed class Endless(long length) : Stream
    {
        private const string Beginning = """{"status":"success","warnings":[" """;

        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => Taken; set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Take(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Take(buffer.AsSpan(offset, count)));

        public override int Read(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Take(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - Taken);
            for (var i = 0; i < count; i++) buffer[i] = Taken + i < Beginning.Length ? (byte)Beginning[(int)(Taken + i)] : (byte)'x';
            Taken += count;
            return count;
        }
    }
}
