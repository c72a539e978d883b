using System.Text.Json;
using Regenerator.Cli.Commands;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Modules;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Providers.Recorded;
using Regenerator.Review;
using Regenerator.Signals;
using Regenerator.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Cli;

/// <summary>
/// What <c>run</c> was given: two documents (or a contexts module), rules, and who takes the proposals. Kept beside the store, so that
/// <c>proposals</c> finds the same documents and the same executor later.
/// </summary>
/// <param name="Sink">A module, or <c>auto</c>.</param>
internal sealed record RunSetup(string? Blueprint, string? Tenant, string? Contexts, string? Executor, string? Rules, string? Sink)
{
    private const string FileName = "run.json";

    public void Keep(string storePath)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(storePath))!;
        Directory.CreateDirectory(folder);
        var whole = this with { Blueprint = Whole(Blueprint), Tenant = Whole(Tenant), Contexts = Whole(Contexts), Executor = Whole(Executor), Rules = Whole(Rules), Sink = Sink == "auto" ? Sink : Whole(Sink) };
        var kept = Path.Combine(folder, FileName);
        File.WriteAllText(kept + ".tmp", JsonSerializer.Serialize(whole));
        File.Move(kept + ".tmp", kept, overwrite: true);
    }

    /// <returns>Null when nothing was run with this store.</returns>
    public static RunSetup? Find(string storePath)
    {
        var kept = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(storePath))!, FileName);
        try
        {
            return File.Exists(kept) ? JsonSerializer.Deserialize<RunSetup>(File.ReadAllText(kept)) : null;
        }
        catch (JsonException problem)
        {
            throw new ConfigurationException($"{kept}: does not read ({problem.Message}); «run» writes it anew");
        }
    }

    private static string? Whole(string? path) => path is null ? null : Path.GetFullPath(path);
}

/// <summary>Settings of <c>run</c> beside what it runs on.</summary>
internal sealed record RunSettings
{
    public string Store { get; init; } = Path.Combine(".regenerator", "store.db");

    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(30);

    public Confidence MinConfidence { get; init; } = Confidence.Low;

    public bool DryRun { get; init; }

    public string? Record { get; init; }
}

/// <summary>Wires <c>run</c> and what follows on it.</summary>
internal static class RunComposition
{
    public static async Task<Engine> RunAsync(RunSetup setup, RunSettings settings, TimeProvider time, CancellationToken ct)
    {
        var (contexts, context) = Watched(setup, time);
        await RefuseSickAsync(contexts, setup, ct);
        var rules = LoadedModule.Load(setup.Rules!, context);
        var watching = rules.Rules();
        var sink = setup.Sink is null or "auto" ? null : LoadedModule.Load(setup.Sink, context);
        var executor = setup.Executor is null ? null : LoadedModule.Load(setup.Executor, context);
        if (setup.Sink == "auto" && executor is null) throw new CommandException("the sink «auto» needs --executor <module>: somebody has to carry out what is approved");
        var options = new ExecutorOptions { DryRun = settings.DryRun, Time = time };
        var carries = executor?.Executor(options) ?? new ProposalExecutor(new ExecutorDeps { BlueprintUpdater = context.Specs, TenantConfigUpdater = context.Specs }, options);
        IProposalSink[] sinks = setup.Sink == "auto" ? [new ExecutorProposalSink(carries, executor!.SinkOptions())] : [sink!.Sink()];
        var recorder = settings.Record is { } record && !settings.DryRun ? await SignalRecorder.OpenAsync(record, ct) : null;
        var providers = new[] { rules, sink, executor }.OfType<LoadedModule>().DistinctBy(m => Path.GetFullPath(m.Path)).SelectMany(m => m.Providers()).ToArray();
        var store = await StoreAsync(settings, contexts, time, ct);
        if (!settings.DryRun) setup.Keep(settings.Store);
        return new Engine
        {
            Name = setup.Contexts ?? $"{setup.Blueprint} + {setup.Tenant}",
            Store = store,
            Executor = carries,
            Recorder = recorder,
            Hint = settings.Store == new RunSettings().Store ? "" : $" --store {settings.Store}",
            Warnings = providers.Length == 0 ? ["no module exports Telemetry, Errors or Behavior: every rule will run on silence"] : [],
            Options = new RegeneratorOptions
            {
                Contexts = contexts,
                Rules = watching,
                Providers = recorder is null ? providers : [.. providers.Select(p => Composition.Recording(p, recorder))],
                Sinks = settings.DryRun ? [] : sinks,
                Store = store,
                Review = setup.Sink == "auto" && !settings.DryRun ? new AutoReview() : new ManualReview(),
                PollInterval = settings.PollInterval,
                Windows = new WindowOptions { Length = settings.Window, Lateness = settings.Lateness },
                Intake = new IntakeOptions { MinConfidence = settings.MinConfidence, ProseAccepted = carries is ProposalExecutor { Deps: var deps } && (deps.TenantConfigUpdater?.AcceptsProse ?? deps.BlueprintUpdater?.AcceptsProse ?? false) },
                Time = time,
            },
        };
    }

    /// <summary>For deciding later what <c>run</c> has opened.</summary>
    public static async Task<Engine> ReviewAsync(RunSetup setup, string storePath, TimeProvider time, CancellationToken ct)
    {
        var (contexts, context) = Watched(setup, time);
        var deps = new ExecutorDeps { BlueprintUpdater = context.Specs, TenantConfigUpdater = context.Specs };
        var executor = setup.Executor is null ? new ProposalExecutor(deps, new ExecutorOptions { Time = time }) : LoadedModule.Load(setup.Executor, context).Executor(new ExecutorOptions { Time = time });
        var store = await KeptStore.SqliteAsync(storePath, time, ct);
        return new Engine
        {
            Name = storePath,
            Store = store,
            Executor = executor,
            Options = new RegeneratorOptions { Contexts = contexts, Rules = [], Store = store, Time = time },
        };
    }

    private static (IContextSource Contexts, ModuleContext Module) Watched(RunSetup setup, TimeProvider time)
    {
        var files = new[] { setup.Blueprint, setup.Tenant }.OfType<string>().Where(p => !IsModule(p)).Select(p => Path.GetDirectoryName(Path.GetFullPath(p))!).ToArray();
        var root = files.Length == 0 ? Directory.GetCurrentDirectory() : files.Aggregate(Common);
        var config = File.Exists(Workspace.FileName) ? WorkspaceConfig.Read(Workspace.FileName) : null;
        var context = Composition.Context(config, new FileSpecStore(root), time, Directory.GetCurrentDirectory(), null);
        if (setup.Contexts is { } module)
            return (IsModule(module) ? new FixedContexts(LoadedModule.Load(module, context).Contexts()) { Name = Path.GetFullPath(module) } : new FileContexts(ContextsFile.Read(module)), context);
        if (!IsModule(setup.Blueprint!) && !IsModule(setup.Tenant!)) return (FileContexts.Pair(Existing(setup.Blueprint!), Existing(setup.Tenant!)), context);
        return (new FixedContexts(new RegenerationContext(Document(Specs.SpecKind.Blueprint, setup.Blueprint!, context), Document(Specs.SpecKind.Tenant, setup.Tenant!, context))), context);
    }

    private static Specs.SpecDocument Document(Specs.SpecKind kind, string path, ModuleContext context) =>
        !IsModule(path) ? Specs.SpecDocument.Read(kind, Specs.SpecPlace.File(path), File.ReadAllBytes(Existing(path)))
        : kind == Specs.SpecKind.Blueprint ? Specs.SpecDocument.InCode(LoadedModule.Load(path, context).Blueprint(), path)
        : Specs.SpecDocument.InCode(LoadedModule.Load(path, context).Tenant(), path);

    // A fleet goes on without the sick; here somebody has just named the documents.
    private static async Task RefuseSickAsync(IContextSource contexts, RunSetup setup, CancellationToken ct)
    {
        foreach (var (kind, path) in new[] { (Specs.SpecKind.Blueprint, setup.Blueprint), (Specs.SpecKind.Tenant, setup.Tenant) })
            if (path is not null && !IsModule(path)) Specs.SpecDocument.Read(kind, Specs.SpecPlace.File(path), await File.ReadAllBytesAsync(path, ct));
        var snapshot = await contexts.ReadAsync(ct);
        if (snapshot.Contexts.Count > 0) return;
        throw new CommandException(snapshot.Sick.Count == 0 ? $"{setup.Contexts}: lists no contexts" : string.Join('\n', snapshot.Sick.Take(10).Select(s => s.Reason)));
    }

    private static async Task<IRegeneratorStore> StoreAsync(RunSettings settings, IContextSource contexts, TimeProvider time, CancellationToken ct)
    {
        if (!settings.DryRun) return await KeptStore.SqliteAsync(settings.Store, time, ct);
        if (!File.Exists(settings.Store)) return new InMemoryStore();
        await using var real = await SqliteStore.OpenToReadAsync(settings.Store, time, ct);
        return await InMemoryStore.CopyOfAsync(real, (await contexts.ReadAsync(ct)).Contexts, ct);
    }

    private static bool IsModule(string path) => Path.GetExtension(path).Equals(".cs", StringComparison.OrdinalIgnoreCase);

    private static string Existing(string path) => File.Exists(path) ? path : throw new CommandException($"{path}: no such file");

    private static string Common(string left, string right)
    {
        var at = left;
        while (!(right + Path.DirectorySeparatorChar).StartsWith(at.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) at = Path.GetDirectoryName(at)!;
        return at;
    }
}
