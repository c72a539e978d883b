namespace Regenerator.Specs.Validation.Codes;

/// <summary>Slots, flags and routes.</summary>
internal static class RouteCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        PointerLeftOut, FlagDetailsDropped, EmptyRouteOverride, UnknownRouteWorkflow,
        UnknownRouteDataView, UnknownRouteGuard, UnknownRouteFlag, UnknownRouteExperiment,
    ];

    public static FindingCode PointerLeftOut { get; } = new("POINTER_LEFT_OUT", Severity.Warning)
    {
        Title = "An override without a pointer empties its slot",
        Meaning = "The pointer of a slot override is absent. The app empties the slot as if it were null.",
        Remedy = "Write \"pointer\": null if that is meant, else the spec.",
        Example = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout.safe", "version": "1.0.0" } } },
              "tenant": { "workflowOverrides": [{ "slot": "checkout" }] } }
            """,
        Remedied = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout.safe", "version": "1.0.0" } } },
              "tenant": { "workflowOverrides": [{ "slot": "checkout", "pointer": null }] } }
            """,
    };

    public static FindingCode FlagDetailsDropped { get; } = new("FLAG_DETAILS_DROPPED", Severity.Warning)
    {
        Title = "A flag override drops the variant or the description",
        Meaning = "A tenant's flag replaces the blueprint's as a whole; what it leaves out is gone.",
        Remedy = "Repeat what is to stay, or write null to drop it on purpose.",
        Example = """
            { "blueprint": { "featureFlags": [{ "key": "gifts", "enabled": true, "variant": "b" }] },
              "tenant": { "featureFlags": [{ "key": "gifts", "enabled": false }] } }
            """,
        Remedied = """
            { "blueprint": { "featureFlags": [{ "key": "gifts", "enabled": true, "variant": "b" }] },
              "tenant": { "featureFlags": [{ "key": "gifts", "enabled": false, "variant": "b" }] } }
            """,
    };

    public static FindingCode EmptyRouteOverride { get; } = new("EMPTY_ROUTE_OVERRIDE", Severity.Warning)
    {
        Title = "A route override sets nothing",
        Meaning = "No field is given. A route that the blueprint has stays as it is; one that it does not have is added bare.",
        Remedy = "Say what is to change, or take it out.",
        Example = """
            { "blueprint": { "routes": [{ "path": "/cart", "label": "Cart" }] },
              "tenant": { "routeOverrides": [{ "path": "/cart" }] } }
            """,
        Remedied = """
            { "blueprint": { "routes": [{ "path": "/cart", "label": "Cart" }] },
              "tenant": { "routeOverrides": [{ "path": "/cart", "label": "Basket" }] } }
            """,
    };

    public static FindingCode UnknownRouteWorkflow { get; } = new("UNKNOWN_ROUTE_WORKFLOW", Severity.Error)
    {
        Title = "A route leads to no workflow",
        Meaning = "The workflow of a route in force is neither a filled workflow slot nor the key of a workflow that fills one. The app shows an error there.",
        Remedy = "Name a slot or key in force, fill the slot, or take the field out.",
        Example = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout.safe", "version": "1.0.0" } }, "routes": [{ "path": "/cart", "workflow": "chekout" }] } }
            """,
        Remedied = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout.safe", "version": "1.0.0" } }, "routes": [{ "path": "/cart", "workflow": "checkout" }] } }
            """,
    };

    public static FindingCode UnknownRouteDataView { get; } = new("UNKNOWN_ROUTE_DATA_VIEW", Severity.Error)
    {
        Title = "A route leads to no data view",
        Meaning = "The data view of a route in force is neither a filled data view slot nor the key of a data view that fills one.",
        Remedy = "Name a slot or key in force, fill the slot, or take the field out.",
        Example = """
            { "blueprint": { "dataViews": { "cart": { "key": "cart.view" } }, "routes": [{ "path": "/cart", "dataView": "cart" }] },
              "tenant": { "dataViewOverrides": [{ "slot": "cart", "pointer": null }] } }
            """,
        Remedied = """
            { "blueprint": { "dataViews": { "cart": { "key": "cart.view" } }, "routes": [{ "path": "/cart", "dataView": "cart" }] },
              "tenant": { "dataViewOverrides": [{ "slot": "cart", "pointer": { "key": "cart.short" } }] } }
            """,
    };

    public static FindingCode UnknownRouteGuard { get; } = new("UNKNOWN_ROUTE_GUARD", Severity.Error)
    {
        Title = "A route is guarded by no policy",
        Meaning = "The guard of a route in force is neither a policy of the app nor registered. A guard without a version is met by any version of the policy.",
        Remedy = "Add the policy, or name one that the app has.",
        Example = """
            { "blueprint": { "routes": [{ "path": "/cart", "guard": { "key": "signed-in" } }] } }
            """,
        Remedied = """
            { "blueprint": { "policies": [{ "key": "signed-in", "version": "1.0.0" }], "routes": [{ "path": "/cart", "guard": { "key": "signed-in" } }] } }
            """,
    };

    public static FindingCode UnknownRouteFlag { get; } = new("UNKNOWN_ROUTE_FLAG", Severity.Warning)
    {
        Title = "A route hangs on no flag",
        Meaning = "The flag of a route in force is in neither document. It counts as off.",
        Remedy = "Add the flag, or name one that the app has.",
        Example = """
            { "blueprint": { "routes": [{ "path": "/cart", "featureFlag": "gifts" }] } }
            """,
        Remedied = """
            { "blueprint": { "featureFlags": [{ "key": "gifts", "enabled": true }], "routes": [{ "path": "/cart", "featureFlag": "gifts" }] } }
            """,
    };

    public static FindingCode UnknownRouteExperiment { get; } = new("UNKNOWN_ROUTE_EXPERIMENT", Severity.Warning)
    {
        Title = "A route hangs on no experiment",
        Meaning = "The experiment of a route in force is neither active or paused in a document nor registered.",
        Remedy = "Add the experiment, or name one that the app has.",
        Example = """
            { "blueprint": { "routes": [{ "path": "/cart", "experiment": { "key": "short-cart" } }] } }
            """,
        Remedied = """
            { "blueprint": { "experiments": { "active": [{ "key": "short-cart" }] }, "routes": [{ "path": "/cart", "experiment": { "key": "short-cart" } }] } }
            """,
    };
}
