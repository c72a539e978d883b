using System.Text;
using System.Text.RegularExpressions;

namespace Regenerator.Tests.Promises;

/// <summary>What Regenerator promises, and the tests that prove it, as a page of the documentation. Tests say what they prove with a trait.</summary>
internal static partial class PromisesPage
{
    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["R1"] = "No window is skipped and none is counted twice, whatever crashes and however often it restarts",
        ["R2"] = "The same input gives the same proposals, with the same ids",
        ["R3"] = "What is delivered twice, or in another order, changes nothing",
        ["R4"] = "After an outage everything is caught up with, the oldest first and in bounded slices",
        ["R5"] = "A tenant or a provider that fails holds up nobody else",
        ["R6"] = "A vendor's limits are kept: pauses it asks for are made, budgets are never passed and shared fairly",
        ["R7"] = "What can not be read never becomes data: it is quarantined with its reason",
        ["R8"] = "«Could not see» is never taken for «nothing happened»",
        ["R9"] = "Clock steps, daylight saving and leap days neither lose nor invent windows",
        ["R10"] = "Events that come late are counted once",
        ["R11"] = "An apply is whole or not at all, or says exactly what is left",
        ["R12"] = "When tests fail, nothing live has changed",
        ["R13"] = "Applying twice has one effect",
        ["R14"] = "What is stale or in conflict is never applied",
        ["R15"] = "Of several decisions at once exactly one wins, and the others are told",
        ["R16"] = "A store that can not be written loses nothing and can still be read",
        ["R17"] = "A signal to end ends the step in hand, in bounded time",
        ["R18"] = "Upgrades keep data; what is newer than the program is refused with a clear message",
        ["R19"] = "Rules, sinks, providers and executors that throw, hang or return nonsense are contained",
        ["R20"] = "With several nodes, an owner that was overtaken can write no more",
        ["R21"] = "A mistake in the configuration is refused at start, with its place",
        ["S1"] = "Specs are written nowhere but in the workspace",
        ["S2"] = "Texts from signals and specs are data wherever they are shown or asked with",
        ["S3"] = "Nobody approves what they wrote themselves, unless a policy allows it",
        ["S4"] = "Who may see one tenant learns nothing of another; metrics name none",
        ["S5"] = "Other pages can not act in a reviewer's name",
        ["S6"] = "Secrets are neither stored nor logged nor shown",
        ["S7"] = "What is kept as evidence is as little as decides, redacted before it is stored",
        ["S8"] = "Requests go only where the configuration says",
        ["S9"] = "Only named plug-ins are loaded, none because a tenant's spec says so",
        ["S10"] = "A preview runs nothing and writes nothing",
        ["S11"] = "A history that was tampered with is noticed",
        ["S12"] = "Every way around a rule leaves its record first",
        ["S13"] = "What comes from outside is bounded in size and time",
    };

    /// <param name="tests">The folder with all test projects.</param>
    public static string Write(string tests)
    {
        var proofs = Proofs(tests).ToLookup(p => p.Promise, p => p.Test);
        var page = new StringBuilder(
            """
            # Promises

            <!-- Written from the traits of the tests and the table in tests/Regenerator.Tests/Promises by a test; run the tests with REGENERATOR_WRITE_DOCS=1. -->

            What is held to be true of Regenerator, and the tests that fail when it is not. A promise is listed as kept while at least one test says that it proves it.

            ## Kept

            """);
        foreach (var (id, text) in Texts.Where(t => proofs.Contains(t.Key)))
        {
            page.Append($"\n### {id}\n{text}.\n\n");
            foreach (var test in proofs[id].Distinct().Order(StringComparer.Ordinal)) page.Append($"- {test}\n");
        }

        page.Append("\n## Meant, without a test that says so\n\n");
        foreach (var (id, text) in Texts.Where(t => !proofs.Contains(t.Key))) page.Append($"- {id}: {text}\n");
        return page.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>From the sources of all tests, and of the contracts that they derive from.</summary>
    public static IEnumerable<(string Promise, string Test)> Proofs(string tests) =>
        from file in new[] { tests, Path.Combine(tests, "..", "src", "Regenerator.Testing") }.SelectMany(Sources)
        let text = File.ReadAllText(file)
        from Match method in Member().Matches(text)
        from Match trait in Trait().Matches(method.Groups["attributes"].Value)
        let what = method.Groups["kind"].Value == "class" ? "all of its tests" : method.Groups["name"].Value.Replace('_', ' ')
        select (trait.Groups["id"].Value, $"`{Path.GetFileNameWithoutExtension(file)}`: {what}");

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(f => !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<attributes>(^ *\[.*\r?\n)+) *public ((static|async|sealed|abstract|partial) )*(?<kind>void|Task|ValueTask|class) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Member();

    [GeneratedRegex("""Trait\("Promise", "(?<id>\w+)"\)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Trait();
}
