using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Regenerator.Contexts;
using Regenerator.Proposals;
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
