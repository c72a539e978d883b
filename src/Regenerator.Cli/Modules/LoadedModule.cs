using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

namespace Regenerator.Cli.Modules;

/// <summary>What one module file offers, by the names of the original.</summary>
internal sealed class LoadedModule(string path, ModuleExports<ModuleContext> exports, ModuleContext context)
{
    private static readonly HashSet<string> Known =
    [
        "Rules", "Rule", "Telemetry", "Errors", "Behavior", "Sink", "Executor", "CreateExecutor", "Deps", "SinkOptions", "OnResult", "Contexts", "Blueprint", "Tenant",
    ];

    public string Path { get; } = path;

    /// <exception cref="ModuleException">It does not compile, or exports what nobody knows.</exception>
    public static LoadedModule Load(string path, ModuleContext context) => new(path, ModuleExports<ModuleContext>.Of(new ModuleCompiler().Load(path), Known), context);

    public IReadOnlyList<IRegenerationRule> Rules() => Need(
        [.. exports.GetAs<IReadOnlyList<IRegenerationRule>>("Rules", context) ?? [], .. One<IRegenerationRule>("Rule"), .. exports.MakeAll<IRegenerationRule>()], "Rules", nameof(IRegenerationRule));

    /// <summary>Providers of any kind; none is fine.</summary>
    public IReadOnlyList<object> Providers() =>
    [
        .. One<ITelemetrySignalProvider>("Telemetry"), .. One<IErrorSignalProvider>("Errors"), .. One<IBehaviorSignalProvider>("Behavior"),
        .. exports.MakeAll<ITelemetrySignalProvider>(), .. exports.MakeAll<IErrorSignalProvider>(), .. exports.MakeAll<IBehaviorSignalProvider>(),
    ];

    public IProposalSink Sink() => Need([.. One<IProposalSink>("Sink"), .. exports.MakeAll<IProposalSink>()], "Sink", nameof(IProposalSink))[0];

    public IReadOnlyList<RegenerationContext> Contexts() => exports.GetAs<IReadOnlyList<RegenerationContext>>("Contexts", context)
        ?? (exports.MakeAll<IContextSource>() is [var source, ..] ? source.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult().Contexts : throw Missing("Contexts", nameof(IContextSource)));

    public AppBlueprintSpec Blueprint() => exports.GetAs<AppBlueprintSpec>("Blueprint", context) ?? throw Missing("Blueprint", nameof(AppBlueprintSpec));

    public TenantAppConfig Tenant() => exports.GetAs<TenantAppConfig>("Tenant", context) ?? throw Missing("Tenant", nameof(TenantAppConfig));

    /// <summary>One of Executor, CreateExecutor and Deps.</summary>
    public IProposalExecutor Executor(ExecutorOptions options)
    {
        var executor = exports.GetAs<IProposalExecutor>("Executor", context) ?? exports.GetAs<IProposalExecutor>("CreateExecutor", context);
        if (executor is not null) return options.DryRun ? executor is ProposalExecutor own ? own.InDryRun() : throw new ModuleException($"{Path}: a dry run was asked for, but its executor is not a ProposalExecutor and may not know how") : executor;
        var deps = exports.GetAs<ExecutorDeps>("Deps", context);
        if (deps is not null) return new ProposalExecutor(deps, options);
        return exports.MakeAll<IProposalExecutor>() is [var made, ..] ? made : throw new ModuleException($"{Path}: exports none of Executor, CreateExecutor, Deps, and no public type that implements {nameof(IProposalExecutor)}");
    }

    public ExecutorSinkOptions SinkOptions()
    {
        var options = exports.GetAs<ExecutorSinkOptions>("SinkOptions", context) ?? new ExecutorSinkOptions();
        return exports.GetAs<Action<ExecutionResult>>("OnResult", context) is { } onResult ? options with { OnResult = onResult } : options;
    }

    private IEnumerable<T> One<T>(string name)
        where T : class => exports.GetAs<T>(name, context) is { } value ? [value] : [];

    private IReadOnlyList<T> Need<T>(IReadOnlyList<T> found, string name, string seam) => found.Count > 0 ? found : throw Missing(name, seam);

    private ModuleException Missing(string name, string seam) => new($"{Path}: exports no {name}, and no public type that implements {seam}");
}
