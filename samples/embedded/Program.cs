using Embedded;
using Regenerator;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

// The library without a host, a container or a file: one app, one tenant, two providers, two rules, one pass.
var blueprint = new AppBlueprintSpec
{
    Meta = new BlueprintMeta { Key = "crm.app", Version = "1.0.0", AppId = "crm" },
    Workflows = new OrderedMap<SpecRef>([new("onboarding", new SpecRef("onboarding.workflow", "1.0.0"))]),
    DataViews = new OrderedMap<SpecRef>([new("contacts", new SpecRef("contacts.view", "1.0.0"))]),
};
var tenant = new TenantAppConfig
{
    Meta = new TenantMeta { Id = "acme-crm", TenantId = "acme", AppId = "crm", BlueprintName = "crm.app", BlueprintVersion = "1.0.0", Version = "1" },
};
var contexts = new FixedContexts(new RegenerationContext(blueprint, tenant));

await using var service = new RegeneratorService(new RegeneratorOptions
{
    Contexts = contexts,
    Adapters = new SignalAdapters
    {
        Telemetry = new PosthogTelemetryAdapter(),
        Errors = new SentryErrorAdapter(),
    },
    Rules = [new WorkflowFailureRule(), new DataViewUsageRule()],
    Sink = new ProposalQueueSink(),
    PollInterval = TimeSpan.FromMinutes(1),
});

var report = await service.RunOnceAsync();
foreach (var proposal in report.Opened) Console.WriteLine($"opened {proposal.Revision.Proposal.Title}");

var executor = new ProposalExecutor(new ExecutorDeps
{
    TenantConfigUpdater = new ConsoleUpdater(),
    TestExecutor = new CommandTestExecutor("true"),
});
var sink = new ExecutorProposalSink(executor, new ExecutorSinkOptions
{
    DryRun = false,
    OnResult = result => Console.WriteLine($"executed {result.Status}"),
});

var watched = (await contexts.ReadAsync(CancellationToken.None)).Contexts[0];
foreach (var proposal in report.Opened) await sink.SubmitAsync(watched, proposal.Revision.Proposal);
