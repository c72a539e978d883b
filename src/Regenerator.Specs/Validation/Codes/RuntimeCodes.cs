namespace Regenerator.Specs.Validation.Codes;

/// <summary>Theme, telemetry and experiments.</summary>
internal static class RuntimeCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        ThemeNullIgnored, FallbacksWithoutTheme, SamplingDropped, SamplingOutOfRange,
        SamplingOfDisabledEvent, UnknownTelemetryEvent, EmptyEventsIgnored, PausedExperimentStaysActive,
        EmptyExperimentsIgnored, ExperimentsReplaced, ExperimentActiveAndPaused,
    ];

    public static FindingCode ThemeNullIgnored { get; } = new("THEME_NULL_IGNORED", Severity.Warning)
    {
        Title = "null does not clear the theme",
        Meaning = "themeOverride.primary that is null falls back to the blueprint's theme; other nulls clear.",
        Remedy = "Name another theme, or take the null out.",
        Example = """
            { "blueprint": { "theme": { "primary": { "key": "dark" } } },
              "tenant": { "themeOverride": { "primary": null } } }
            """,
        Remedied = """
            { "blueprint": { "theme": { "primary": { "key": "dark" } } },
              "tenant": { "themeOverride": { "primary": { "key": "plain" } } } }
            """,
    };

    public static FindingCode FallbacksWithoutTheme { get; } = new("FALLBACKS_WITHOUT_THEME", Severity.Warning)
    {
        Title = "Fallbacks without a theme are dropped",
        Meaning = "Neither document names a primary theme, so there is no theme at all.",
        Remedy = "Add themeOverride.primary.",
        Example = """
            { "tenant": { "themeOverride": { "fallbacks": [{ "key": "plain" }] } } }
            """,
        Remedied = """
            { "tenant": { "themeOverride": { "primary": { "key": "dark" }, "fallbacks": [{ "key": "plain" }] } } }
            """,
    };

    public static FindingCode SamplingDropped { get; } = new("SAMPLING_DROPPED", Severity.Warning)
    {
        Title = "Sampling alone is dropped",
        Meaning = "The app drops the whole telemetry section when neither a telemetry spec nor a disabled event is in force.",
        Remedy = "Name the telemetry spec.",
        Example = """
            { "tenant": { "telemetryOverride": { "samplingOverrides": { "cart.viewed": 0.1 } } } }
            """,
        Remedied = """
            { "tenant": { "telemetryOverride": { "spec": { "key": "shop.events" }, "samplingOverrides": { "cart.viewed": 0.1 } } } }
            """,
    };

    public static FindingCode SamplingOutOfRange { get; } = new("SAMPLING_OUT_OF_RANGE", Severity.Error)
    {
        Title = "A sampling rate is no share",
        Meaning = "Rates are the share of the events that is kept, 0…1. The app does not check them.",
        Remedy = "Write a number from 0 to 1.",
        Example = """
            { "blueprint": { "telemetry": { "spec": { "key": "shop.events", "version": "1.0.0" }, "samplingOverrides": { "cart.viewed": 10 } } } }
            """,
        Remedied = """
            { "blueprint": { "telemetry": { "spec": { "key": "shop.events", "version": "1.0.0" }, "samplingOverrides": { "cart.viewed": 0.1 } } } }
            """,
    };

    public static FindingCode SamplingOfDisabledEvent { get; } = new("SAMPLING_OF_DISABLED_EVENT", Severity.Warning)
    {
        Title = "A disabled event is sampled",
        Meaning = "An event that is switched off in the resolved view has a sampling rate, which has no effect.",
        Remedy = "Take the rate or the event out.",
        Example = """
            { "blueprint": { "telemetry": { "spec": { "key": "shop.events", "version": "1.0.0" }, "disabledEvents": ["cart.viewed"], "samplingOverrides": { "cart.viewed": 0.1 } } } }
            """,
        Remedied = """
            { "blueprint": { "telemetry": { "spec": { "key": "shop.events", "version": "1.0.0" }, "samplingOverrides": { "cart.viewed": 0.1 } } } }
            """,
    };

    public static FindingCode UnknownTelemetryEvent { get; } = new("UNKNOWN_TELEMETRY_EVENT", Severity.Warning)
    {
        Title = "An event is not in the telemetry spec",
        Meaning = "An event that is disabled or sampled is not among the events of the telemetry spec in force. Looked at when the spec is registered with its events.",
        Remedy = "Correct the name, or take it out.",
        Example = """
            { "blueprint": { "telemetry": { "spec": { "key": "shop.events", "version": "1.0.0" }, "disabledEvents": ["cart.vieved"] } },
              "registries": { "telemetry": [{ "meta": { "key": "shop.events", "version": "1.0.0" }, "events": [{ "name": "cart.viewed" }] }] } }
            """,
        Remedied = """
            { "blueprint": { "telemetry": { "spec": { "key": "shop.events", "version": "1.0.0" }, "disabledEvents": ["cart.viewed"] } },
              "registries": { "telemetry": [{ "meta": { "key": "shop.events", "version": "1.0.0" }, "events": [{ "name": "cart.viewed" }] }] } }
            """,
    };

    public static FindingCode EmptyEventsIgnored { get; } = new("EMPTY_EVENTS_IGNORED", Severity.Warning)
    {
        Title = "An empty list does not enable events",
        Meaning = "Disabled events of both documents are united: a tenant can not switch on again what the blueprint disables.",
        Remedy = "Change the blueprint, or take the list out.",
        Example = """
            { "blueprint": { "telemetry": { "disabledEvents": ["cart.viewed"] } },
              "tenant": { "telemetryOverride": { "disabledEvents": [] } } }
            """,
        Remedied = """
            { "blueprint": { "telemetry": { "disabledEvents": [] } },
              "tenant": { "telemetryOverride": { "disabledEvents": [] } } }
            """,
    };

    public static FindingCode PausedExperimentStaysActive { get; } = new("PAUSED_EXPERIMENT_STAYS_ACTIVE", Severity.Warning)
    {
        Title = "A paused experiment stays active",
        Meaning = "The tenant pauses an experiment that the blueprint has active. Active wins, so nothing is paused.",
        Remedy = "Write the active ones that are to stay to experiments.active; the list must not be empty. If none is to stay, pause it in the blueprint.",
        Example = """
            { "blueprint": { "experiments": { "active": [{ "key": "short-cart", "version": "1.0.0" }, { "key": "gift-wrap", "version": "1.0.0" }] } },
              "tenant": { "experiments": { "paused": [{ "key": "short-cart", "version": "1.0.0" }] } } }
            """,
        Remedied = """
            { "blueprint": { "experiments": { "active": [{ "key": "short-cart", "version": "1.0.0" }, { "key": "gift-wrap", "version": "1.0.0" }] } },
              "tenant": { "experiments": { "active": [{ "key": "gift-wrap", "version": "1.0.0" }], "paused": [{ "key": "short-cart", "version": "1.0.0" }] } } }
            """,
    };

    public static FindingCode EmptyExperimentsIgnored { get; } = new("EMPTY_EXPERIMENTS_IGNORED", Severity.Warning)
    {
        Title = "An empty list does not clear the experiments",
        Meaning = "A tenant's list of active or paused experiments counts only when it is not empty.",
        Remedy = "Change the blueprint, or take the list out.",
        Example = """
            { "blueprint": { "experiments": { "active": [{ "key": "short-cart", "version": "1.0.0" }] } },
              "tenant": { "experiments": { "active": [] } } }
            """,
        Remedied = """
            { "blueprint": { "experiments": { "active": [] } },
              "tenant": { "experiments": { "active": [] } } }
            """,
    };

    public static FindingCode ExperimentsReplaced { get; } = new("EXPERIMENTS_REPLACED", Severity.Info)
    {
        Title = "A list of experiments replaces the blueprint's",
        Meaning = "A tenant's list is not added to the blueprint's but takes its place, so some experiments are no longer active, or paused.",
        Remedy = "Repeat what is to stay; if the list is meant so, leave it.",
        Example = """
            { "blueprint": { "experiments": { "active": [{ "key": "short-cart", "version": "1.0.0" }] } },
              "tenant": { "experiments": { "active": [{ "key": "gift-wrap", "version": "1.0.0" }] } } }
            """,
        Remedied = """
            { "blueprint": { "experiments": { "active": [{ "key": "short-cart", "version": "1.0.0" }] } },
              "tenant": { "experiments": { "active": [{ "key": "short-cart", "version": "1.0.0" }, { "key": "gift-wrap", "version": "1.0.0" }] } } }
            """,
    };

    public static FindingCode ExperimentActiveAndPaused { get; } = new("EXPERIMENT_ACTIVE_AND_PAUSED", Severity.Warning)
    {
        Title = "One document has an experiment active and paused",
        Meaning = "Active wins.",
        Remedy = "Take it out of one of the lists.",
        Example = """
            { "blueprint": { "experiments": { "active": [{ "key": "short-cart", "version": "1.0.0" }], "paused": [{ "key": "short-cart", "version": "1.0.0" }] } } }
            """,
        Remedied = """
            { "blueprint": { "experiments": { "paused": [{ "key": "short-cart", "version": "1.0.0" }] } } }
            """,
    };
}
