using Regenerator.Execution;

namespace Regenerator.Integration.Tests.Samples;

public sealed class EmbeddedTests
{
    [Fact]
    public async Task The_embedded_sample_opens_queues_and_executes_its_proposal()
    {
        var outcome = await CommandProcess.RunAsync(
            CommandLine.Of(["dotnet", Built()]), new CommandOptions(), TimeProvider.System, TestContext.Current.CancellationToken);

        var exited = Assert.IsType<CommandOutcome.Exited>(outcome);
        Assert.Equal(
            """
            queued Split onboarding workflow for acme-crm
            opened Split onboarding workflow
            updating acme-crm: Add alternate fallback path
            executed Success
            """.ReplaceLineEndings("\n"),
            exited.Output.Trim());
    }

    [Fact]
    public void Every_snippet_of_the_readme_stands_in_the_embedded_sample()
    {
        var root = Root();
        var sample = string.Join('\n', Directory.GetFiles(Path.Combine(root, "samples", "embedded"), "*.cs").Select(File.ReadAllText).Select(Flat));
        var snippets = File.ReadAllText(Path.Combine(root, "README.md")).Split("```csharp\n").Skip(1).Select(rest => rest.Split("```")[0]).ToArray();

        Assert.Equal(3, snippets.Length);
        Assert.All(snippets, snippet => Assert.Contains(Flat(snippet), sample));
    }

    // Where it was built: beside the tests there are not all of its libraries, since theirs come with another framework.
    private static string Built()
    {
        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Root(), "samples", "embedded", "bin", framework.Parent!.Name, framework.Name, "Embedded.dll");
    }

    // Indentation differs between a page and a file; nothing else may.
    private static string Flat(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    internal static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Regenerator.slnx"))) return at.FullName;
        throw new InvalidOperationException("the tests run inside the repository");
    }
}
