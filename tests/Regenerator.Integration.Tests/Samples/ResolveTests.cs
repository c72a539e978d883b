using Regenerator.Execution;

namespace Regenerator.Integration.Tests.Samples;

public sealed class ResolveTests
{
    /// <summary>Trimming and native compilation see through the whole program: what the analyzers of a single project miss, they name.</summary>
    [Fact]
    public async Task An_app_of_native_code_resolves_composes_and_validates_its_specs()
    {
        var built = Directory.CreateTempSubdirectory("regenerator-native-").FullName;
        try
        {
            var published = await RunAsync("dotnet", "publish", PathOf("samples/resolve"), "-c", "Release", "--artifacts-path", Path.Combine(built, "artifacts"), "-o", Path.Combine(built, "app"), "-nodeReuse:false", "-v", "quiet", "--nologo");
            Assert.True(published.Code == 0 && !published.Output.Contains("warning", StringComparison.Ordinal), published.Output);

            var app = await RunAsync(Path.Combine(built, "app", "Resolve"), PathOf("samples/shop/blueprints/shop.json"), PathOf("samples/shop/tenants/nordwind.json"));

            Assert.Equal(
                """
                Nordwind Outdoor at shop.nordwind.example
                checkout runs shop.workflow.checkout@2.0.0
                refund runs shop.workflow.refund@1.1.0
                8 references to look up
                """.ReplaceLineEndings("\n"),
                app.Output.Trim());
            Assert.Equal(0, app.Code);
        }
        finally
        {
            Directory.Delete(built, recursive: true);
        }
    }

    private static string PathOf(string path) => Path.Combine(EmbeddedTests.Root(), path);

    private static async Task<(int Code, string Output)> RunAsync(params string[] words)
    {
        var outcome = await CommandProcess.RunAsync(CommandLine.Of(words), new CommandOptions { Timeout = TimeSpan.FromMinutes(10) }, TimeProvider.System, TestContext.Current.CancellationToken);
        var exited = Assert.IsType<CommandOutcome.Exited>(outcome);
        return (exited.Code, exited.Output);
    }
}
