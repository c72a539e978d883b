using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Regenerator.Access;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Registries;
using Regenerator.Storage;
using Regenerator.Tests.Specs.Edits;

namespace Regenerator.Tests;

/// <summary>What holds for the house as a whole: arrows between projects, seams, folders, closed hierarchies.</summary>
public sealed partial class HouseTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    /// <summary>Project → the projects it may reference. A new arrow is a decision: it is made here.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Regenerator.Specs"] = [],
        ["Regenerator"] = ["Regenerator.Specs"],
        ["Regenerator.Providers"] = ["Regenerator"],
        ["Regenerator.Sinks"] = ["Regenerator"],
        ["Regenerator.Http"] = ["Regenerator"],
        ["Regenerator.Postgres"] = ["Regenerator"],
        ["Regenerator.Sqlite"] = ["Regenerator"],
        ["Regenerator.Studio"] = ["Regenerator"],
        ["Regenerator.Testing"] = ["Regenerator"],
        ["Regenerator.Cli"] = ["Regenerator", "Regenerator.Http", "Regenerator.Postgres", "Regenerator.Providers", "Regenerator.Sinks", "Regenerator.Sqlite", "Regenerator.Studio"],
    };

    /// <summary>Interfaces exist for strangers to implement. A new one needs its reason here.</summary>
    private static readonly Dictionary<string, string> Seams = new()
    {
        ["IBlueprintUpdater"] = "blueprints that live somewhere else than in files",
        ["IContextSource"] = "contexts that come from somewhere else than files",
        ["ILinksToSource"] = "providers whose facts can be looked up where they come from",
        ["IMigrationExecutor"] = "their migrations",
        ["IProposalExecutor"] = "another way to carry proposals out",
        ["IProposalSink"] = "where they want to hear of proposals",
        ["IRegenerationRule"] = "what they want to have noticed",
        ["IRegenerationTrigger"] = "how their app takes up a new spec",
        ["IRegeneratorStore"] = "their database",
        ["IAccessStore"] = "part of IRegeneratorStore: whom it lets in",
        ["IClaimStore"] = "part of IRegeneratorStore: what applying needs",
        ["IDeliveryStore"] = "part of IRegeneratorStore: what telling needs",
        ["IFreezeStore"] = "part of IRegeneratorStore: freezes",
        ["IInboxStore"] = "part of IRegeneratorStore: what people look at",
        ["IKeepingStore"] = "part of IRegeneratorStore: what keeping it needs",
        ["IPassStore"] = "part of IRegeneratorStore: what passes need",
        ["IProposalStore"] = "part of IRegeneratorStore: proposals",
        ["IProviderStore"] = "part of IRegeneratorStore: how providers are",
        ["IReportsUnmapped"] = "providers that see series of nobody",
        ["IReviewPolicy"] = "who has to agree",
        ["ISignalProvider`1"] = "what the three kinds of providers have in common",
        ["ITelemetrySignalProvider"] = "their events",
        ["IErrorSignalProvider"] = "their errors",
        ["IBehaviorSignalProvider"] = "their usage",
        ["IReading`1"] = "a provider's answer, covariant in its kind",
        ["ISpecStore"] = "specs that live somewhere else than in files, with staging",
        ["IStoredState"] = "what a store must be able to look up for the shared commit plan",
        ["ITenantConfigUpdater"] = "tenant configs that live somewhere else than in files",
        ["ITestExecutor"] = "their tests",
        ["IVersionedSpec"] = "specs of a kind of their own, for a registry",
    };

    [Fact]
    public void Projects_reference_only_what_they_may() => Assert.Equal(
        Arrows.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key} → {string.Join(", ", a.Value)}"),
        Projects("src").OrderBy(p => Name(p), StringComparer.Ordinal).Select(p => $"{Name(p)} → {string.Join(", ", References(p).Order(StringComparer.Ordinal))}"));

    [Fact]
    public void Versions_of_packages_stand_in_one_place()
    {
        var known = XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value).ToHashSet();
        foreach (var package in Projects(".").SelectMany(p => XDocument.Load(p).Descendants("PackageReference")))
        {
            Assert.Null(package.Attribute("Version"));
            Assert.Null(package.Attribute("VersionOverride"));
            Assert.Contains(package.Attribute("Include")!.Value, known);
        }
    }

    [Fact]
    public void Every_public_interface_is_one_that_strangers_implement() => Assert.Equal(
        Seams.Keys.Order(StringComparer.Ordinal),
        new[] { typeof(RegeneratorService).Assembly, typeof(SpecDocument).Assembly }.SelectMany(a => a.GetExportedTypes()).Where(t => t.IsInterface).Select(t => t.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_folder_is_the_namespace()
    {
        foreach (var file in Projects("src").Select(p => Path.GetDirectoryName(p)!).SelectMany(Sources))
        {
            if (NamespaceLine().Match(File.ReadAllText(file)) is not { Success: true } line) continue; // top-level statements
            var folder = Path.GetRelativePath(Path.Combine(Root, "src"), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            Assert.True(line.Groups["name"].Value == folder, $"{file}: namespace {line.Groups["name"].Value}, folder {folder}");
        }
    }

    [Fact]
    public void Every_kind_of_registry_has_one_name_wherever_it_is_named()
    {
        string[] Members(Type type) => [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];
        Assert.Equal(Members(typeof(SpecRegistries)), RegistryKind.All.Select(kind => kind.Name));
        Assert.Equal(Members(typeof(SpecRegistries)), Members(typeof(RegistryFiles)));
    }

    [Fact]
    public void Every_closed_hierarchy_is_closed()
    {
        foreach (var type in new[] { typeof(ProposalEvent), typeof(SpecEdit), typeof(EditEffect), typeof(ActionOutcome), typeof(Admission), typeof(Draft), typeof(Transition), typeof(CommitOutcome), typeof(DecideResult), typeof(ClaimResult), typeof(ProposalChange), typeof(ApplyResult), typeof(DeliveryOutcome), typeof(FreezeEvent), typeof(FreezeReach), typeof(FreezeResult), typeof(ItemResult), typeof(StoreLine), typeof(TokenChange) })
        {
            Assert.True(type.IsAbstract, type.Name);
            Assert.All(type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Where(c => !IsCopy(c, type)), c => Assert.True(c.IsPrivate, type.Name));
            Assert.All(Cases(type), c => Assert.True(c.IsSealed, c.Name));
        }

        Assert.All(Cases(typeof(ProposalAction)), c => Assert.True(c.IsSealed, c.Name));
    }

    [Fact]
    public void Every_action_has_a_handler_or_is_unknown()
    {
        var handled = typeof(ExecutorDeps).GetProperties()
            .SelectMany(p => p.PropertyType.GetMethods())
            .SelectMany(m => m.GetParameters())
            .Select(p => p.ParameterType)
            .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(ActionCall<>))
            .Select(t => t.GetGenericArguments()[0].Name);

        Assert.Equal(Cases(typeof(ProposalAction)).Select(t => t.Name).Order(), handled.Append(nameof(ProposalAction.Unknown)).Distinct().Order());
    }

    [Fact]
    public void Every_action_survives_its_json()
    {
        ProposalAction[] actions =
        [
            new ProposalAction.UpdateBlueprint { Summary = "prose" },
            new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.ExcludeFeature("gifts")] },
            new ProposalAction.RunTests("smoke"),
            new ProposalAction.RunMigrations("carts"),
            new ProposalAction.TriggerRegeneration(),
            new ProposalAction.Unknown("page_somebody", JsonElement.Parse("""{"kind":"page_somebody","who":"ann"}""")),
        ];
        Assert.Equal(Cases(typeof(ProposalAction)).Select(t => t.Name).Order(), actions.Select(a => a.GetType().Name).Order());
        foreach (var action in actions)
        {
            var json = JsonSerializer.Serialize(action, RegeneratorJson.Default.ProposalAction);
            var back = JsonSerializer.Deserialize(json, RegeneratorJson.Default.ProposalAction)!;
            Assert.IsType(action.GetType(), back);
            Assert.Equal(json, JsonSerializer.Serialize(back, RegeneratorJson.Default.ProposalAction));
        }
    }

    [Fact]
    public void Every_edit_survives_its_json()
    {
        SpecEdit[] edits = [.. SomeEdit.Json.Select(SomeEdit.Read)];
        Assert.Equal(Cases(typeof(SpecEdit)).Select(t => t.Name).Order(), edits.Select(e => e.GetType().Name).Distinct().Order());
        foreach (var edit in edits)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream)) SpecEditJson.Write(writer, edit);
            Assert.Equal(edit, SpecEditJson.Read(JsonElement.Parse(stream.ToArray())));
            Assert.NotEmpty(edit.Sentence);
        }
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)[;\s]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamespaceLine();

    private static bool IsCopy(ConstructorInfo constructor, Type type) => constructor.GetParameters() is [var only] && only.ParameterType == type;

    private static Type[] Cases(Type closed) => [.. closed.Assembly.GetTypes().Where(t => t.IsSubclassOf(closed))];

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> Projects(string folder) => Sources(Path.Combine(Root, folder), "*.csproj");

    private static IEnumerable<string> References(string project) => XDocument.Load(project).Descendants("ProjectReference").Select(r => Name(r.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<string> Sources(string folder) => Sources(folder, "*.cs");

    private static IEnumerable<string> Sources(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(f => !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" || part.StartsWith('.') && part.Length > 1));

    private static string Here([CallerFilePath] string path = "") => path;
}
