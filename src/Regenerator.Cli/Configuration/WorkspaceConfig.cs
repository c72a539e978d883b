using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs.Json;

namespace Regenerator.Cli.Configuration;

/// <summary>What <c>regenerator.json</c> says.</summary>
/// <remarks>Paths are as they were written: <see cref="PathOf"/> makes them whole.</remarks>
internal sealed record WorkspaceConfig
{
    /// <summary>The JSON Schema that editors check this file against.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>A name for what is watched, such as <c>production</c>. A store belongs to the first one that it is used in; in others nothing of it is applied.</summary>
    public string? Environment { get; init; }

    /// <summary>Where proposals and decisions are kept: one of these.</summary>
    public StoreConfig Store { get; init; } = new();

    /// <summary>When to look, and at how much.</summary>
    public PassConfig Pass { get; init; } = new();

    /// <summary>Where the specs are.</summary>
    public DocumentsConfig Documents { get; init; } = new();

    /// <summary>What is watched: <c>"tenants"</c> is one context per tenant document.</summary>
    public ContextsConfig Contexts { get; init; } = new();

    /// <summary>Name → place in a tenant's document.</summary>
    public IReadOnlyDictionary<string, JsonPointer> Labels { get; init; } = new Dictionary<string, JsonPointer>(StringComparer.Ordinal);

    /// <summary>Where signals come from.</summary>
    public IReadOnlyList<ProviderEntry> Providers { get; init; } = [];

    /// <summary>Provider account → what may be asked of it. A provider's account is its name, unless it says otherwise.</summary>
    public IReadOnlyDictionary<string, AccountConfig> Accounts { get; init; } = new Dictionary<string, AccountConfig>(StringComparer.Ordinal);

    /// <summary>What of the providers' answers is not kept, logged or sent.</summary>
    public RedactConfig Redact { get; init; } = new();

    /// <summary>What to look for, and what to propose.</summary>
    public IReadOnlyList<RuleEntry> Rules { get; init; } = [];

    /// <summary>How much may wait for people at a time; what is over it is held until there is room. Default: 500 open in all, 100 of one rule.</summary>
    public IReadOnlyList<BudgetConfig>? Budgets { get; init; }

    /// <summary>Who is told of proposals.</summary>
    public IReadOnlyList<SinkEntry> Sinks { get; init; } = [];

    /// <summary>How deliveries to sinks are tried again.</summary>
    public OutboxConfig Outbox { get; init; } = new();

    /// <summary>How long what was kept is kept.</summary>
    public RetentionConfig Retention { get; init; } = new();

    /// <summary>Who has to agree to a proposal.</summary>
    public ReviewConfig Review { get; init; } = new();

    /// <summary>What happens to a proposal that was approved.</summary>
    public ExecutionConfig Execution { get; init; } = new();

    /// <summary>Where <c>serve</c> tells how it is.</summary>
    public HttpConfig Http { get; init; } = new();

    /// <summary>How those who ask over HTTP are known; absent: by tokens of our own, and only on this machine.</summary>
    public AuthConfig? Auth { get; init; }

    /// <summary>Where traces and metrics are sent by OTLP. The standard variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>) go before it.</summary>
    public OtlpConfig? Otlp { get; init; }

    /// <summary>Where the file is, and what every path in it is relative to.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>What is odd but holds nothing up, one line each.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <exception cref="ConfigurationException">Up to ten problems, one a line.</exception>
    public static WorkspaceConfig Read(string path) => Of(ConfigurationFile.Open(path));

    /// <inheritdoc cref="Read"/>
    public static WorkspaceConfig Of(ConfigurationFile file)
    {
        var config = StrictJson.Bind<WorkspaceConfig>(file.Root, file);
        if (config is not null) ConfigurationCheck.Run(config, file);
        file.ThrowIfWrong();
        return config! with { Folder = file.Folder, Warnings = [.. file.Warnings] };
    }

    public IReadOnlyList<Budget> InboxBudgets() => Budgets is null ? Budget.Usual : [.. Budgets.Select(b => new Budget(b.Of) { Label = b.Label, Open = b.Open, NewPerHour = b.NewPerHour })];

    public string PathOf(string path) => Path.GetFullPath(Path.Combine(Folder, path));

    /// <summary>The documents, as their source wants them.</summary>
    public FileContextOptions FileContexts() => new()
    {
        Root = PathOf(Documents.Root),
        Blueprints = Documents.Blueprints,
        Tenants = Documents.Tenants,
        Registries = Documents.Registries,
        Labels = Labels,
    };
}

/// <summary>How long what was kept is kept.</summary>
internal sealed record RetentionConfig
{
    /// <summary>So long after a proposal has ended what was said of it is erased; who did what kind of thing when stays. Default: 400 d.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan Ended { get; init; } = TimeSpan.FromDays(400);
}

/// <summary>What of the providers' answers is not kept, logged or sent.</summary>
internal sealed record RedactConfig
{
    /// <summary>E-mail addresses, tokens, card numbers, <c>password=</c> and its like, and fields with such names are taken out.</summary>
    public bool Standard { get; init; } = true;

    /// <summary>More names of metadata whose values are taken out, whatever they are.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Regular expressions of more that is taken out of texts; without look-around and back-references.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];
}

/// <summary>Where proposals and decisions are kept: one of these.</summary>
internal sealed record StoreConfig
{
    /// <summary>A SQLite file; made where there is none. Relative to this file.</summary>
    public string Sqlite { get; init; } = ".regenerator/store.db";

    /// <summary>A PostgreSQL database, such as <c>${env:DATABASE_URL}</c>: <c>postgresql://user:password@host/database</c> or <c>Host=…;Database=…</c>.</summary>
    public Secret? Postgres { get; init; }
}

/// <summary>Where <c>serve</c> tells how it is.</summary>
internal sealed record HttpConfig
{
    /// <summary>An address on this machine, or several with <c>;</c> between; <c>none</c>: nowhere.</summary>
    public string Urls { get; init; } = Hosting.ListenAddresses.Standard;

    /// <summary>Proxies whose word on whom they speak for, and whether by https, is taken: addresses, or networks such as <c>10.0.0.0/24</c>. Absent: those on this machine.</summary>
    public IReadOnlyList<string>? Proxies { get; init; }

    /// <summary>Whoever reaches it reads <c>/metrics</c> and the details of <c>/readyz</c>, from other machines too.</summary>
    public bool OpenMetrics { get; init; }
}

/// <summary>An OpenTelemetry collector.</summary>
internal sealed record OtlpConfig
{
    /// <summary>Such as <c>http://127.0.0.1:4318</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>How the collector is spoken to there.</summary>
    public OtlpTransport Transport { get; init; } = OtlpTransport.Http;
}

internal enum OtlpTransport
{
    Http,
    Grpc,
}

/// <summary>When to look, and at how much.</summary>
internal sealed record PassConfig
{
    /// <summary>How often to look for windows that have closed. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Length of a window: whole seconds. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "28.00:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its end a window still waits for late signals. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many windows one pass catches up with after a pause.</summary>
    [Range(1, 10_000)]
    public int MaxWindowsPerPass { get; init; } = 12;

    /// <summary>For one request to one provider. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request that failed in passing is tried again within a pass. Default: 2.</summary>
    [Range(0, 10)]
    public int Retries { get; init; } = 2;

    /// <summary>How long contexts that were read wait for those that were not. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For one look of one rule: one that takes longer is not waited for. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan RuleTimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one answer over HTTP, unpacked. Default: 16 MiB.</summary>
    [ByteSize]
    [Range(1024, 1024 * 1024 * 1024)]
    public long ResponseLimit { get; init; } = Providers.Http.AnswerGuard.UsualLimit;

    /// <summary>An NDJSON file that everything polled is appended to.</summary>
    public string? Record { get; init; }

    public WindowOptions Windows() => new() { Length = Window, Lateness = Lateness, RequestTimeout = RequestTimeout, Retries = Retries, Patience = Patience };

    /// <summary>Windows tile time from the epoch in whole seconds: recordings and marks are written to the second.</summary>
    /// <returns>Null, or why the window can not be.</returns>
    public static string? WhyNotWindow(TimeSpan window) =>
        window.Ticks % TimeSpan.TicksPerSecond == 0 ? null : $"{Duration.Text(window)} is not a whole number of seconds";
}

/// <summary>What may be asked of a provider account; whatever is absent is not limited.</summary>
internal sealed record AccountConfig
{
    /// <summary>Requests a minute.</summary>
    [Range(1, 1_000_000_000)]
    public int? PerMinute { get; init; }

    /// <summary>Requests an hour.</summary>
    [Range(1, 1_000_000_000)]
    public int? PerHour { get; init; }

    /// <summary>Requests at once. Default: 100.</summary>
    [Range(1, 10_000)]
    public int AtOnce { get; init; } = RequestBudget.UsuallyAtOnce;
}

/// <summary>How much may wait for people at a time.</summary>
internal sealed record BudgetConfig
{
    /// <summary>What is counted together: everything, what one rule proposes, what is for one tenant, for tenants of one value of a label, or for blueprints of one owner.</summary>
    public required BudgetOf Of { get; init; }

    /// <summary>Which label, where one is counted.</summary>
    public string? Label { get; init; }

    /// <summary>Items that may be open at once.</summary>
    [Range(1, 1_000_000)]
    public int? Open { get; init; }

    /// <summary>Items that may be put before people within an hour.</summary>
    [Range(1, 1_000_000)]
    public int? NewPerHour { get; init; }
}

/// <summary>How deliveries to sinks are tried again.</summary>
internal sealed record OutboxConfig
{
    /// <summary>After so many failures a delivery waits for an operator. Default: 8.</summary>
    [Range(1, 100)]
    public int Tries { get; init; } = 8;

    /// <summary>How long what was delivered is kept. Default: 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>Where the specs are.</summary>
internal sealed record DocumentsConfig
{
    /// <summary>The folder that the patterns are relative to; no file outside of it is read. Relative to this file.</summary>
    public string Root { get; init; } = ".";

    /// <summary>Patterns of JSON or YAML files, such as <c>blueprints/*.json</c>.</summary>
    public IReadOnlyList<string> Blueprints { get; init; } = ["blueprints/*.json"];

    /// <summary>Patterns of JSON or YAML files, such as <c>tenants/*.json</c>.</summary>
    public IReadOnlyList<string> Tenants { get; init; } = ["tenants/*.json"];

    /// <summary>Files with the specs that blueprints and tenants refer to.</summary>
    public RegistryFiles Registries { get; init; } = new();
}

/// <summary>Who has to agree to a proposal.</summary>
internal sealed record ReviewConfig
{
    /// <summary><c>manual</c>: people decide; <c>auto</c>: whatever is proposed is approved.</summary>
    public ReviewPolicy Policy { get; init; } = ReviewPolicy.Manual;

    /// <summary>How many people have to approve.</summary>
    [Range(1, 100)]
    public int Approvals { get; init; } = 1;

    /// <summary>Whether who has proposed something may approve it.</summary>
    public bool AllowSelfApproval { get; init; }

    /// <summary>Proposals that need more than the others; of several that fit, all are asked.</summary>
    public IReadOnlyList<DemandConfig> Demands { get; init; } = [];

    /// <summary>Who may approve past the policy, with a reason that is recorded; such as <c>person:ada</c>.</summary>
    public IReadOnlyList<string> Bypass { get; init; } = [];

    /// <summary>What nobody has decided about for so long expires. Default: 14 d.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromDays(14);
}

/// <summary>What some proposals need; every condition that is set must hold.</summary>
internal sealed record DemandConfig
{
    /// <summary>Types of specs that they are about, such as <c>workflow</c>; absent: any.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>How sure the rule is; absent: however sure.</summary>
    public IReadOnlyList<Confidence> Confidence { get; init; } = [];

    /// <summary>Owners of the blueprint, one of whom is enough; absent: whoever owns it.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>How many people have to approve.</summary>
    [Range(1, 100)]
    public int Approvals { get; init; } = 1;

    /// <summary>One of them has to be of the blueprint's <c>meta.owners</c>.</summary>
    public bool OfAnOwner { get; init; }
}

internal enum ReviewPolicy
{
    Manual,
    Auto,
}

/// <summary>What happens to a proposal that was approved.</summary>
internal sealed record ExecutionConfig
{
    /// <summary><c>apply</c>: at once; <c>wait</c>: when somebody says so.</summary>
    public OnApprove OnApprove { get; init; } = OnApprove.Apply;

    /// <summary><c>stop</c> at the first action that fails, or <c>continue</c> with the rest.</summary>
    public OnFailure OnFailure { get; init; } = OnFailure.Stop;

    /// <summary>Runs the tests that a proposal asks for, on its candidate.</summary>
    public CommandConfig? Tests { get; init; }

    /// <summary>Runs the migrations that a proposal asks for.</summary>
    public MigrationConfig? Migrations { get; init; }

    /// <summary>Has the app follow the new spec.</summary>
    public CommandConfig? Regeneration { get; init; }
}

internal enum OnApprove
{
    Apply,
    Wait,
}

internal enum OnFailure
{
    Stop,
    Continue,
}

/// <summary>A program and its arguments; no shell reads them.</summary>
internal record CommandConfig
{
    /// <summary>The program and each of its arguments; <c>{tests}</c> and <c>{migration}</c> stand for what is to be run.</summary>
    [MinLength(1, ErrorMessage = "a program and its arguments, as in [\"npm\", \"test\"]")]
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The program is ended with its children when this time is over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much of the output is kept.</summary>
    [ByteSize]
    [Range(1024, 64 * 1024 * 1024)]
    public int OutputLimit { get; init; } = 256 * 1024;
}

/// <summary>A program that runs a migration, and one that takes it back.</summary>
internal sealed record MigrationConfig : CommandConfig
{
    /// <summary>Takes a migration back. Null: a failure after it leaves it standing, and says so.</summary>
    [MinLength(1, ErrorMessage = "a program and its arguments, as in [\"npm\", \"test\"]")]
    public IReadOnlyList<string>? Undo { get; init; }
}
