using System.Net;
using Regenerator.Contexts;
using Regenerator.Providers.Prometheus;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Providers.Prometheus;

public abstract class PrometheusContractTests<TSignal> : ServerProviderContract<TSignal>
    where TSignal : RegeneratorSignal
{
    private static readonly (string, string)[] Answer = [("tenant=acme,event=login,kind=a", "42"), ("tenant=acme,event=logout,kind=b", "1.5"), ("tenant=globex,event=login,kind=a", "0")];

    protected override IReadOnlyList<RegenerationContext> Contexts => [Asking.Acme, Asking.Globex, Asking.Initech];

    protected override TimeWindow Window => Asking.Window;

    protected abstract ISignalProvider<TSignal> Make(HttpClient http);

    protected override ValueTask<ISignalProvider<TSignal>> ProviderAsync() => new(Make(FakeServer.Vector(Answer).Client));

    protected override ValueTask<ISignalProvider<TSignal>> FailingProviderAsync() =>
        new(Make(FakeServer.Says("<html>\n<h1>Bad Gateway</h1>\n</html>", HttpStatusCode.BadGateway).Client));
}

public sealed class PrometheusTelemetryContractTests : PrometheusContractTests<TelemetrySignal>
{
    protected override ISignalProvider<TelemetrySignal> Make(HttpClient http) => new PrometheusTelemetry(Asking.Options(Asking.Events), http);
}

public sealed class PrometheusErrorsContractTests : PrometheusContractTests<ErrorSignal>
{
    protected override ISignalProvider<ErrorSignal> Make(HttpClient http) => new PrometheusErrors(Asking.Options(Asking.Failures), http);
}

public sealed class PrometheusBehaviorContractTests : PrometheusContractTests<BehaviorSignal>
{
    protected override ISignalProvider<BehaviorSignal> Make(HttpClient http) => new PrometheusBehavior(Asking.Options(Asking.Latency), http);
}
