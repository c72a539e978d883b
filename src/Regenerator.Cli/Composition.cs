using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Regenerator.Cli.Commands;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Modules;
using Regenerator.Cli.Output;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Postgres;
using Regenerator.Proposals;
using Regenerator.Providers.Http;
using Regenerator.Providers.Prometheus;
using Regenerator.Providers.Recorded;
using Regenerator.Review;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Cli;

/// <summary>Wires a workspace: the one place that knows every project.</summary>
internal static class Composition
{
    // One line per provider.
    private static readonly Dictionary<string, Func<ProviderEntry, WorkspaceConfig, Clock, IEnumerable<object>>> ProviderTypes = new(StringComparer.Ordinal)
    {
        ["prometheus"] = Prometheus,
        ["recorded"] = Recorded,
    };

    // In the end one for the whole process: it has one workspace.
    private static readonly ConcurrentDictionary<long, HttpClient> Clients = new();

    /// <param name="openStore">False: nothing is created on disk (<c>check</c>).</param>
    public static async Task<Engine> WorkspaceAsync(Workspace workspace, bool openStore, TimeProvider time, CancellationToken ct)
    {
        var config = WorkspaceConfig.Read(workspace.ConfigPath);
        var specs = new FileSpecStore(config.PathOf(config.Documents.Root));
        var contexts = Contexts(config, specs, time);
        // Everything that may be refused comes before anything is created.
        var rules = Rules(config, specs, time);
        IProposalSink[] sinks = [.. config.Sinks.Select(entry => Sink(entry, config, specs, time))];
        if (rules.Length == 0) throw new ConfigurationException($"{workspace.ConfigPath}: rules: at least one is needed; known types: {string.Join(", ", RuleTypes.Known)} (or, instead of a type, a «module»)");
        var providers = config.Providers.SelectMany(entry => Providers(entry, config, specs, new Clock(time, openStore))).ToArray();
        var recorder = openStore && config.Pass.Record is { } record ? await SignalRecorder.OpenAsync(config.PathOf(record), ct) : null;
        var executor = Executor(config, specs, time);
        var store = openStore ? await OpenAsync(config, time, ct) : new InMemoryStore();
        return new Engine
        {
            Name = workspace.ConfigPath,
            Store = store,
            Executor = executor,
            ApplyOnApprove = config.Execution.OnApprove == OnApprove.Apply,
            Warnings = config.Warnings,
            Hint = Hint(workspace),
            Http = config.Http,
            Auth = config.Auth,
            Otlp = config.Otlp,
            Recorder = recorder,
            Options = new RegeneratorOptions
            {
                Contexts = contexts,
                Rules = [.. rules.Select(r => r.Rule)],
                Providers = recorder is null ? providers : [.. providers.Select(p => Recording(p, recorder))],
                Sinks = sinks,
                Outbox = new OutboxOptions { Tries = config.Outbox.Tries, Retention = config.Outbox.Retention },
                Store = store,
                Environment = config.Environment,
                Retention = config.Retention.Ended,
                Redaction = Redaction(config, workspace.ConfigPath),
                Review = Review(config),
                Intake = new IntakeOptions { Lifetime = config.Review.ExpireAfter, Budgets = config.InboxBudgets(), Terms = rules.ToDictionary(r => r.Rule.Id, r => r.Entry.Terms, StringComparer.Ordinal) },
                Executor = config.Execution.OnApprove == OnApprove.Apply ? executor : null,
                PollInterval = config.Pass.PollInterval,
                Windows = config.Pass.Windows(),
                Accounts = config.Accounts.ToDictionary(a => a.Key, a => new RequestBudget(a.Value.PerMinute, a.Value.PerHour, a.Value.AtOnce), StringComparer.Ordinal),
                MaxWindowsPerPass = config.Pass.MaxWindowsPerPass,
                RuleTimeLimit = config.Pass.RuleTimeLimit,
                Log = Terminal.Log ?? NullLogger.Instance,
                Time = time,
            },
        };
    }

    /// <summary>For deciding about what the workspace has opened: needs no provider, hence none of their secrets, and no rule.</summary>
    public static async Task<Engine> ReviewAsync(Workspace workspace, WhereNone none, TimeProvider time, CancellationToken ct)
    {
        var config = WorkspaceConfig.Read(workspace.ConfigPath);
        var specs = new FileSpecStore(config.PathOf(config.Documents.Root));
        return new Engine
        {
            Name = workspace.ConfigPath,
            Executor = Executor(config, specs, time),
            ApplyOnApprove = config.Execution.OnApprove == OnApprove.Apply,
            Hint = Hint(workspace),
            Store = await StoreAsync(config, none, time, ct),
            Options = new RegeneratorOptions { Contexts = Contexts(config, specs, time), Rules = [], Environment = config.Environment, Review = Review(config), Time = time },
        };
    }

    /// <summary>What a workspace watches, without anything else of it.</summary>
    public static IContextSource Contexts(WorkspaceConfig config, TimeProvider time) => Contexts(config, new FileSpecStore(config.PathOf(config.Documents.Root)), time);

    /// <summary>The rules of a workspace, without anything else of it.</summary>
    public static IReadOnlyList<ConfiguredRule> Rules(WorkspaceConfig config, TimeProvider time) => Rules(config, new FileSpecStore(config.PathOf(config.Documents.Root)), time);

    /// <summary>What the workspace has kept so far.</summary>
    /// <exception cref="CommandException">It has not kept anything yet.</exception>
    public static async Task<IRegeneratorStore> StoreAsync(WorkspaceConfig config, WhereNone none, TimeProvider time, CancellationToken ct)
    {
        var path = Path.GetRelativePath(Directory.GetCurrentDirectory(), config.PathOf(config.Store.Sqlite));
        if (config.Store.Postgres is not null || none == WhereNone.Make || KeptStore.IsKept(path)) return await OpenAsync(config, time, ct);
        return none == WhereNone.Empty ? new InMemoryStore() : throw new CommandException($"{path}: there is no store yet; «regenerator serve» makes it");
    }

    /// <summary>What the workspace has kept so far, or an empty store where it has not.</summary>
    public static async Task<IRegeneratorStore> OpenAsync(WorkspaceConfig config, TimeProvider time, CancellationToken ct) => config.Store.Postgres is { } database
        ? await PostgresAsync(database, time, ct)
        : await KeptStore.SqliteAsync(config.PathOf(config.Store.Sqlite), time, ct);

    // Apart, so that whoever has a file does not load the driver.
    private static async Task<IRegeneratorStore> PostgresAsync(Secret database, TimeProvider time, CancellationToken ct) => await PostgresStore.OpenAsync(database.Reveal(), time, ct);

    /// <summary>The context that a module is handed.</summary>
    public static ModuleContext Context(WorkspaceConfig? config, ISpecStore specs, TimeProvider time, string folder, TypedBody? own) => new()
    {
        Http = Http(config, time),
        Specs = specs,
        Time = time,
        Folder = folder,
        Bind = (type, name) => ModuleOptions.Bind(type, name, config, own),
        ReadSecret = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new ModuleException($"the environment variable {name} is not set"),
    };

    public static object Recording(object provider, SignalRecorder recorder) => provider switch
    {
        ITelemetrySignalProvider telemetry => new RecordingTelemetry(telemetry, recorder),
        IErrorSignalProvider errors => new RecordingErrors(errors, recorder),
        IBehaviorSignalProvider behavior => new RecordingBehavior(behavior, recorder),
        _ => provider,
    };

    private static IContextSource Contexts(WorkspaceConfig config, FileSpecStore specs, TimeProvider time) => config.Contexts.Module is { } module
        ? new FixedContexts(FromModule(config, specs, time, module, config.Contexts.Body!, loaded => loaded.Contexts())) { Name = config.PathOf(module) }
        : new FileContexts(config.FileContexts());

    private static ProposalExecutor Executor(WorkspaceConfig config, FileSpecStore specs, TimeProvider time) =>
        new(Deps(config, specs, time), new ExecutorOptions { OnFailure = (Execution.OnFailure)config.Execution.OnFailure, Time = time });

    private static IReviewPolicy Review(WorkspaceConfig config) =>
        config.Review.Policy == ReviewPolicy.Auto ? new AutoReview() : new ManualReview(config.Review.Approvals, config.Review.AllowSelfApproval)
        {
            Demands = [.. config.Review.Demands.Select(d => new ReviewDemand { Targets = d.Targets, Confidence = d.Confidence, Owners = d.Owners, Approvals = d.Approvals, OfAnOwner = d.OfAnOwner })],
            Bypass = config.Review.Bypass,
        };

    private static Redaction Redaction(WorkspaceConfig config, string path)
    {
        var redaction = config.Redact.Standard ? Signals.Redaction.Standard : Signals.Redaction.None;
        try
        {
            return redaction.With(config.Redact.Fields, config.Redact.Patterns);
        }
        catch (ArgumentException problem)
        {
            throw new ConfigurationException($"{path}: redact.patterns: {problem.Message}");
        }
    }

    private static string Hint(Workspace workspace) =>
        Path.GetFullPath(workspace.Folder) == Directory.GetCurrentDirectory() ? "" : $" --workspace {Path.GetRelativePath(Directory.GetCurrentDirectory(), workspace.Folder)}";

    private static ConfiguredRule[] Rules(WorkspaceConfig config, FileSpecStore specs, TimeProvider time)
    {
        ConfiguredRule[] rules =
        [
            .. config.Rules.SelectMany(entry => (entry.Module is { } module ? FromModule(config, specs, time, module, entry.Body, loaded => loaded.Rules()) : [RuleTypes.Make(entry)])
                .Select(rule => new ConfiguredRule(rule, entry))),
        ];
        return rules.GroupBy(r => r.Rule.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice ? throw Twice([.. twice]) : rules;
    }

    private static ConfigurationException Twice(ConfiguredRule[] same) =>
        same[1].Entry.Body.Refusal(same[1].Entry.Module is null ? "id" : "module", $"the rule id «{same[0].Rule.Id}» is also used by {same[0].Entry.Body.Node.Path}; a rule's id is its own");

    private static IEnumerable<object> Providers(ProviderEntry entry, WorkspaceConfig config, ISpecStore specs, Clock clock) =>
        entry.Module is { } module ? FromModule(config, specs, clock.Time, module, entry.Body, loaded => loaded.Providers()) : ProviderTypes[entry.Type!](entry, config, clock);

    private static IEnumerable<object> Prometheus(ProviderEntry entry, WorkspaceConfig config, Clock clock)
    {
        var options = entry.Body.Bind<PrometheusEntry>().Options();
        try
        {
            var made = PrometheusProvider.Create(entry.Name, options, Http(config, clock.Time));
            return new object?[] { made.Telemetry, made.Errors, made.Behavior }.OfType<object>();
        }
        catch (ArgumentException problem)
        {
            throw entry.Body.Refusal("queries", problem.Message);
        }
    }

    private static IEnumerable<object> Recorded(ProviderEntry entry, WorkspaceConfig config, Clock clock)
    {
        var body = entry.Body.Bind<RecordedEntry>();
        var files = body.Files.SelectMany(pattern => Files(config, pattern)).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0) throw entry.Body.Refusal("files", $"no file matches {string.Join(", ", body.Files)}");
        var anchor = TimeWindow.LastClosed(clock.Time.GetUtcNow(), config.Pass.Window, TimeSpan.Zero).Until;
        if (body.Align == RecordedAlign.EndNow && clock.Keeps) anchor = ReplayAnchor.Of(config, entry.Name, anchor);
        var signals = RecordedSignals.Load(files, body.Align, anchor);
        return [.. signals.Telemetry, .. signals.Errors, .. signals.Behavior];
    }

    private static IEnumerable<string> Files(WorkspaceConfig config, string pattern)
    {
        var path = config.PathOf(pattern);
        var folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(path)) : [];
    }

    private static IProposalSink Sink(SinkEntry entry, WorkspaceConfig config, ISpecStore specs, TimeProvider time) => entry.Module is { } module
        ? new NamedSink(entry.Name, entry.On, FromModule(config, specs, time, module, entry.Body, loaded => loaded.Sink()))
        : SinkTypes.Make(entry, config, time);

    /// <param name="take">What is made of it.</param>
    /// <exception cref="ConfigurationException">It can not be: with the place of the entry, and that in the module.</exception>
    private static T FromModule<T>(WorkspaceConfig config, ISpecStore specs, TimeProvider time, string path, TypedBody entry, Func<LoadedModule, T> take)
    {
        var shown = Path.GetRelativePath(Directory.GetCurrentDirectory(), config.PathOf(path));
        if (!File.Exists(shown)) throw entry.Refusal("module", $"{shown}: no such file; {Modules(Path.GetDirectoryName(config.PathOf(path))!)}");
        try
        {
            return take(LoadedModule.Load(shown, Context(config, specs, time, config.Folder, entry)));
        }
        catch (ModuleException problem)
        {
            throw entry.Refusal("module", problem.Message);
        }
    }

    private static string Modules(string folder)
    {
        string[] there = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.cs").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)] : [];
        return there.Length == 0 ? "a module is a C# file, relative to regenerator.json" : $"there are {Terminal.Some(there, most: 10)}";
    }

    private static ExecutorDeps Deps(WorkspaceConfig config, FileSpecStore specs, TimeProvider time) => new()
    {
        BlueprintUpdater = specs,
        TenantConfigUpdater = specs,
        TestExecutor = config.Execution.Tests is { } tests ? new CommandTestExecutor(CommandLine.Of(tests.Command), Limits(tests, config), time) : null,
        MigrationExecutor = config.Execution.Migrations is { } migrations
            ? new CommandMigrationExecutor(CommandLine.Of(migrations.Command), migrations.Undo is { } undo ? CommandLine.Of(undo) : null, Limits(migrations, config), time) : null,
        RegenerationTrigger = config.Execution.Regeneration is { } regeneration ? new CommandRegenerationTrigger(CommandLine.Of(regeneration.Command), Limits(regeneration, config), time) : null,
    };

    private static CommandOptions Limits(CommandConfig command, WorkspaceConfig config) => new() { WorkingDirectory = config.Folder, Timeout = command.Timeout, OutputLimit = command.OutputLimit };

    /// <param name="Keeps">What is laid on the clock now must lie there after a restart too.</param>
    private sealed record Clock(TimeProvider Time, bool Keeps);

    private static HttpClient Http(WorkspaceConfig? config, TimeProvider time) =>
        Clients.GetOrAdd((config?.Pass ?? new PassConfig()).ResponseLimit, static (limit, time) => AnswerGuard.Client(time, limit), time);
}

/// <param name="Entry">Where it stands in regenerator.json.</param>
internal sealed record ConfiguredRule(IRegenerationRule Rule, RuleEntry Entry);
