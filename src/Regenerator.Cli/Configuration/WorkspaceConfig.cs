using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Regenerator.Contexts;
using Regenerator.Signals;
using Regenerator.Specs.Json;

namespace Regenerator.Cli.Configuration;

/// <summary>What <c>regenerator.json</c> says. Paths are as they were written: <see cref="PathOf"/> makes them whole.</summary>
internal sealed record WorkspaceConfig
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public string? Environment { get; init; }

    public StoreConfig Store { get; init; } = new();

    public PassConfig Pass { get; init; } = new();

    public DocumentsConfig Documents { get; init; } = new();

    public ContextsConfig Contexts { get; init; } = new();

    /// <summary>Name → place in a tenant's document.</summary>
    public IReadOnlyDictionary<string, JsonPointer> Labels { get; init; } = new Dictionary<string, JsonPointer>(StringComparer.Ordinal);

    public IReadOnlyList<ProviderEntry> Providers { get; init; } = [];

    /// <summary>Provider account → what may be asked of it. A provider's account is its name, unless it says otherwise.</summary>
    public IReadOnlyDictionary<string, AccountConfig> Accounts { get; init; } = new Dictionary<string, AccountConfig>(StringComparer.Ordinal);

    public IReadOnlyList<RuleEntry> Rules { get; init; } = [];

    public IReadOnlyList<SinkEntry> Sinks { get; init; } = [];

    public ReviewConfig Review { get; init; } = new();

    public ExecutionConfig Execution { get; init; } = new();

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

internal sealed record StoreConfig
{
    public string Sqlite { get; init; } = ".regenerator/store.db";
}

internal sealed record PassConfig
{
    /// <summary>How often to look for windows that have closed. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whole seconds. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "28.00:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its end a window still waits for late signals. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(30);

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
    [Range(1, 1_000_000_000)]
    public int? PerMinute { get; init; }

    [Range(1, 1_000_000_000)]
    public int? PerHour { get; init; }

    [Range(1, 10_000)]
    public int AtOnce { get; init; } = RequestBudget.Unlimited.AtOnce;
}

internal sealed record DocumentsConfig
{
    public string Root { get; init; } = ".";

    public IReadOnlyList<string> Blueprints { get; init; } = ["blueprints/*.json"];

    public IReadOnlyList<string> Tenants { get; init; } = ["tenants/*.json"];

    public RegistryFiles Registries { get; init; } = new();
}

internal sealed record ReviewConfig
{
    public ReviewPolicy Policy { get; init; } = ReviewPolicy.Manual;

    [Range(1, 100)]
    public int Approvals { get; init; } = 1;

    public bool AllowSelfApproval { get; init; }
}

internal enum ReviewPolicy
{
    Manual,
    Auto,
}

internal sealed record ExecutionConfig
{
    public OnApprove OnApprove { get; init; } = OnApprove.Apply;

    public OnFailure OnFailure { get; init; } = OnFailure.Stop;

    public CommandConfig? Tests { get; init; }

    public MigrationConfig? Migrations { get; init; }

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
    [MinLength(1, ErrorMessage = "a program and its arguments, as in [\"npm\", \"test\"]")]
    public required IReadOnlyList<string> Command { get; init; }

    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much of the output is kept.</summary>
    [ByteSize]
    [Range(1024, 64 * 1024 * 1024)]
    public int OutputLimit { get; init; } = 256 * 1024;
}

internal sealed record MigrationConfig : CommandConfig
{
    /// <summary>Takes a migration back. Null: a failure after it leaves it standing, and says so.</summary>
    [MinLength(1, ErrorMessage = "a program and its arguments, as in [\"npm\", \"test\"]")]
    public IReadOnlyList<string>? Undo { get; init; }
}
