using Regenerator.Contexts;
using Regenerator.Providers.Recorded;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Providers.Recorded;

public sealed class RecordedContractTests : ProviderContract<ErrorSignal>, IDisposable
{
    private readonly RecordingFile file = new();

    protected override IReadOnlyList<RegenerationContext> Contexts => [ProviderContract.Context("acme"), ProviderContract.Context("globex")];

    protected override TimeWindow Window { get; } = new(DateTimeOffset.Parse("2026-11-22T09:00:00Z"), DateTimeOffset.Parse("2026-11-22T09:05:00Z"));

    public void Dispose() => file.Dispose();

    protected override ValueTask<ISignalProvider<ErrorSignal>> ProviderAsync()
    {
        file.Write(
            Error("PAY-1", "09:00:00"), Error("PAY-1", "09:04:59"), Error("PAY-1", "09:05:00"), Error("PAY-2", "08:59:59"));
        return new(RecordedSignals.Load([file.Path], RecordedAlign.AsRecorded, default).Errors[0]);
    }


    private static string Error(string id, string time) =>
        $$$"""{"type":"error","contextId":"cfg-acme","provider":"s/errors","signal":{"id":"{{{id}}}","message":"m","occurredAt":"2026-11-22T{{{time}}}Z"}}""";
}
