using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Providers.Recorded;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio;

namespace Regenerator.Cli;

/// <summary>Everything one run of the command works with, wired.</summary>
internal sealed record Engine : IAsyncDisposable
{
    /// <summary>As messages call it.</summary>
    public required string Name { get; init; }

    public required RegeneratorOptions Options { get; init; }

    public required IRegeneratorStore Store { get; init; }

    /// <summary>Carries out what people approve; null where nothing is configured to.</summary>
    public required IProposalExecutor Executor { get; init; }

    /// <summary>Approved proposals are applied by whoever approves them.</summary>
    public bool ApplyOnApprove { get; init; } = true;

    /// <summary>What is odd but holds nothing up.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How to name this place on the command line again, such as <c>--workspace shop</c>; empty where it is found anyway.</summary>
    public string Hint { get; init; } = "";

    /// <summary>Where to listen while it is served, as the configuration has it.</summary>
    public Configuration.HttpConfig Http { get; init; } = new() { Urls = Hosting.ListenAddresses.Nowhere };

    /// <summary>How those who ask over HTTP are known, as the configuration has it.</summary>
    public Configuration.AuthConfig? Auth { get; init; }

    /// <summary>Where traces and metrics are sent, as the configuration has it; null: nowhere.</summary>
    public Configuration.OtlpConfig? Otlp { get; init; }

    /// <summary>Writes down what was polled; null: nobody asked.</summary>
    public SignalRecorder? Recorder { get; init; }

    public IContextSource Contexts => Options.Contexts;

    public Reviewer Reviewer => new(Store, Contexts, Options.Review, Options.Time, Options.Intake.ProseAccepted);

    public RollbackDesk Rollbacks => RollbacksOver(Contexts);

    public Applier Applier => ApplierOver(Contexts);

    /// <summary>What the Studio and the API are a window to.</summary>
    /// <param name="service">Made of <see cref="Options"/>.</param>
    public StudioOptions Studio(RegeneratorService service) => new()
    {
        Service = service,
        Engine = Options,
        Applier = ApplierOver(service.Contexts),
        Executor = Executor,
        Rollbacks = RollbacksOver(service.Contexts),
        ApplyOnApprove = ApplyOnApprove,
        Environment = Options.Environment,
    };

    private Applier ApplierOver(IContextSource contexts) =>
        new(Store, Executor, contexts, Options.Time, new ApplierOptions { Environment = Options.Environment, ProseAccepted = Options.Intake.ProseAccepted });

    private RollbackDesk RollbacksOver(IContextSource contexts) => new(Store, contexts, Keeper, Options.Time, Options.Intake.ProseAccepted);

    // Whoever changes documents keeps what they were.
    private ISpecStore? Keeper => Executor is ProposalExecutor { Deps: var deps } ? deps.BlueprintUpdater as ISpecStore ?? deps.TenantConfigUpdater as ISpecStore : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var sink in Options.Sinks.OfType<IAsyncDisposable>()) await sink.DisposeAsync();
        await Store.DisposeAsync();
        if (Recorder is not null) await Recorder.DisposeAsync();
    }
}
