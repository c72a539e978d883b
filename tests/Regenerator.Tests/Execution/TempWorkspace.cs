using System.Text;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Tests.Execution;

/// <summary>A folder with one blueprint and one tenant, as people lay them out.</summary>
internal sealed class TempWorkspace : IDisposable
{
    public const string Shop = """
        {
          "meta": { "key": "shop", "version": "3", "appId": "shop" },
          "workflows": { "checkout": { "key": "checkout.fast", "version": "1.0.0" }, "refund": { "key": "refund.fast", "version": "1.0.0" } },
          "featureFlags": [ { "key": "wishlist", "enabled": true } ]
        }
        """;

    public const string Acme = """
        {
          "meta": { "id": "cfg-acme", "tenantId": "acme", "blueprintName": "shop", "version": "1.0.0", "updatedAt": "2025-12-01T00:00:00.000Z" },
          "x-notes": [ 1,2,   3 ]
        }

        """;

    public TempWorkspace()
    {
        Write("shop.json", Shop);
        Write("tenants/acme.json", Acme);
        Contexts = new FileContexts(new FileContextOptions { Root = Root, Blueprints = ["shop.json"], Tenants = ["tenants/*.json"] });
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("regenerator-workspace-").FullName;

    public FileSpecStore Specs => new(Root);

    public FileContexts Contexts { get; }

    public string Tenant => PathOf("tenants/acme.json");

    public static SpecEdit Safe(string slot = "checkout", string version = "1.2.0") => new SpecEdit.PinWorkflow(slot, $"{slot}.safe", version);

    /// <summary>A wish about the tenant's document.</summary>
    public static SpecChangeProposal Wish(params IReadOnlyList<ProposalAction> actions) => new()
    {
        Id = "checkout-failing",
        Title = "Pin checkout to a safe workflow",
        Summary = "checkout fails more than it should",
        Target = new ProposalTarget("workflow", new SpecRef("checkout.safe", "1.2.0"), TenantScoped: true),
        Actions = actions,
    };

    public static ProposalAction Update(params IReadOnlyList<SpecEdit> edits) => new ProposalAction.UpdateTenantConfig { Edits = edits.Count > 0 ? edits : [Safe()] };

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text, new UTF8Encoding(false));
        return PathOf(name);
    }

    public string Read(string name = "tenants/acme.json") => File.ReadAllText(PathOf(name));

    public async Task<RegenerationContext> ContextAsync() => (await Contexts.ReadAsync(TestContext.Current.CancellationToken)).Contexts.Single();

    /// <summary>A tenant's document, wherever it is said to lie.</summary>
    public SpecDocument Document(string path, string? id = null) => SpecDocument.Read(
        SpecKind.Tenant, SpecPlace.File(Path.Combine(Root, path)), Encoding.UTF8.GetBytes(id is null ? Acme : Acme.Replace("cfg-acme", id.Replace("\\", "\\\\"))));

    /// <summary>Everything in the folder, our own folder left out.</summary>
    public IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f)).Where(f => !f.StartsWith(".regenerator", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
