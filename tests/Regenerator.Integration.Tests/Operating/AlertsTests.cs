using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Regenerator.Http.Metrics;
using Regenerator.Integration.Tests.Cli;

namespace Regenerator.Integration.Tests.Operating;

/// <summary>The alerts that come with the documentation, judged by Prometheus's own tool.</summary>
public sealed partial class AlertsTests
{
    private static readonly string Guides = Path.Combine(ShopTests.Repository(), "docs", "guides");
    private static readonly string Rules = File.ReadAllText(Path.Combine(Guides, "alerts.yml"));

    [Fact]
    public async Task Prometheus_takes_the_rules() => Assert.Contains("SUCCESS: ", await PromtoolAsync(Guides, "check", "rules", "alerts.yml"), StringComparison.Ordinal);

    [Fact]
    public async Task Prometheus_takes_the_scrape_configuration_of_the_guide()
    {
        var folder = Directory.CreateTempSubdirectory("regenerator-scrape-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), Yaml().Match(await File.ReadAllTextAsync(Path.Combine(Guides, "operating.md"), TestContext.Current.CancellationToken)).Groups["text"].Value, TestContext.Current.CancellationToken);

            // The token's file is on the machine that scrapes, not here.
            Assert.Contains("SUCCESS: ", await PromtoolAsync(folder, "check", "config", "--syntax-only", "prometheus.yml"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Each_alert_fires_on_what_it_is_about_and_is_silent_otherwise()
    {
        var folder = Directory.CreateTempSubdirectory("regenerator-alerts-").FullName;
        try
        {
            File.Copy(Path.Combine(Guides, "alerts.yml"), Path.Combine(folder, "alerts.yml"));
            var tests = Path.Combine(Path.GetDirectoryName(Here())!, "alerts.test.yml");
            File.Copy(tests, Path.Combine(folder, "alerts.test.yml"));

            Assert.Contains("SUCCESS", await PromtoolAsync(folder, "test", "rules", "alerts.test.yml"), StringComparison.Ordinal);
            Assert.All(Alerts(), alert => Assert.Contains($"- name: {alert} fires", File.ReadAllText(tests), StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Every_alert_has_its_section_in_the_guide()
    {
        var sections = Heading().Matches(File.ReadAllText(Path.Combine(Guides, "operating.md"))).Select(h => h.Groups["title"].Value.ToLowerInvariant().Replace(' ', '-')).ToHashSet();
        var links = Runbook().Matches(Rules).Select(m => m.Groups["anchor"].Value).ToArray();

        Assert.Equal(Alerts().Length, links.Length);
        Assert.All(links, link => Assert.Contains(link, sections));
    }

    [Fact]
    public void Every_metric_that_an_alert_asks_for_is_on_the_page()
    {
        RuntimeHelpers.RunClassConstructor(typeof(RegeneratorTelemetry).TypeHandle);
        using var collector = new MetricsCollector();
        var known = collector.Collect().Select(f => f.Name).ToHashSet();

        Assert.All(Metric().Matches(Rules).Select(m => m.Value).Distinct(), metric => Assert.Contains(metric, known));
    }

    private static string[] Alerts() => [.. Alert().Matches(Rules).Select(m => m.Groups["name"].Value)];

    private static async Task<string> PromtoolAsync(string folder, params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo("promtool", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? string.Concat(said) : $"exit code {process.ExitCode}: {string.Concat(said)}";
    }

    [GeneratedRegex(@"- alert: (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alert();

    [GeneratedRegex(@"runbook_url: 'operating\.md#(?<anchor>[\w-]+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Runbook();

    [GeneratedRegex(@"^```yaml\r?\n(?<text>scrape_configs:.+?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Yaml();

    [GeneratedRegex(@"regenerator_\w+", RegexOptions.None, 1000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"^### (?<title>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    private static string Here([CallerFilePath] string path = "") => path;
}
