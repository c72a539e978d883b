using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Regenerator.Integration.Tests.Cli;

/// <summary>What <c>serve</c> answers over HTTP.</summary>
public sealed partial class ListenerTests : IDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }, disposeHandler: true);

    private readonly CliFolder folder = CliFolder.Of<ListenerTests>();

    public ListenerTests() => folder.CopyFrom(Path.Combine(ShopTests.Repository(), "samples", "shop"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_served_workspace_says_that_it_lives_is_ready_and_how_much_there_is()
    {
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://127.0.0.1:0");
        var address = await AddressAsync(serving);

        Assert.Equal("ok\n", await Http.GetStringAsync($"{address}/healthz", Ct));
        await serving.SaysAsync("To review");
        using (var answer = await Http.GetAsync($"{address}/readyz", Ct))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Ct));
            Assert.Equal("ready", body.GetProperty("status").GetString());
            Assert.Equal(["store", "pass", "contexts", "providers", "sinks"], body.GetProperty("checks").EnumerateObject().Select(c => c.Name));
        }

        using var metrics = await Http.GetAsync($"{address}/metrics", Ct);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Content.Headers.ContentType!.ToString());
        var page = await metrics.Content.ReadAsStringAsync(Ct);
        Assert.Contains("\nregenerator_proposals{state=\"open\"} 3\n", page, StringComparison.Ordinal);
        Assert.Contains("\nregenerator_contexts{state=\"watched\"} 3\n", page, StringComparison.Ordinal);
        Assert.Equal("", await PromtoolAsync(page, "check", "metrics"));
        Assert.All(["brotzeit", "nordwind", "vela"], tenant => Assert.DoesNotContain(tenant, page, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Contexts_that_are_gone_make_it_unready_and_it_says_which_check()
    {
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://127.0.0.1:0");
        var address = await AddressAsync(serving);
        await serving.SaysAsync("To review");

        foreach (var tenant in new[] { "brotzeit", "nordwind", "vela" }) File.Delete(folder.PathOf($"tenants/{tenant}.json"));

        await serving.SaysAsync("nothing left");
        using var answer = await Http.GetAsync($"{address}/readyz", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal("unready", body.GetProperty("status").GetString());
        Assert.Equal("failed", body.GetProperty("checks").GetProperty("contexts").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Nothing_but_this_machine_is_listened_to_while_nobody_has_to_say_who_it_is()
    {
        foreach (var open in new[] { "http://0.0.0.0:5210", "http://*:5210", "http://+:5210", "http://[::]:5210", "http://10.0.0.1:5210", "http://example.com", "http://127.0.0.1:5210;http://192.168.0.7:80" })
        {
            var answer = (await folder.RunAsync("serve", ".", "--urls", open)).Ended(1);
            Assert.Contains("can be reached from other machines, and nobody who asks has to say who it is; allowed: this machine only, such as http://127.0.0.1:5210", answer.Err, StringComparison.Ordinal);
        }

        Assert.Contains("is no address", (await folder.RunAsync("serve", ".", "--urls", "localhost:5210")).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains("no certificate", (await folder.RunAsync("serve", ".", "--urls", "https://localhost:5210")).Ended(1).Err, StringComparison.Ordinal);
        Assert.DoesNotContain(".regenerator/store.db", folder.Files());
    }

    [Fact]
    [Trait("Promise", "S4")]
    public async Task Where_other_machines_can_ask_strangers_are_told_no_more_than_whether_it_is_well()
    {
        Configure("\"auth\": {}");
        var (whole, confined) = (await TokenAsync("--role", "viewer"), await TokenAsync("--role", "admin", "--tenant", "vela"));
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://0.0.0.0:0");
        var address = (await AddressAsync(serving)).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        await serving.SaysAsync("To review");

        Assert.Equal((200, "ok\n"), await AskAsync($"{address}/healthz"));
        Assert.Equal((200, "ok\n"), await AskAsync($"{address}/readyz"));
        Assert.Equal((200, "ok\n"), await AskAsync($"{address}/readyz", confined));
        Assert.Equal(401, (await AskAsync($"{address}/metrics")).Status);
        Assert.Equal(403, (await AskAsync($"{address}/metrics", confined)).Status);
        Assert.Contains("\"checks\"", (await AskAsync($"{address}/readyz", whole)).Body, StringComparison.Ordinal);
        Assert.Contains("regenerator_contexts", (await AskAsync($"{address}/metrics", whole)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_open_where_the_configuration_says_so()
    {
        Configure("\"auth\": {}, \"http\": { \"openMetrics\": true }");
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://0.0.0.0:0");
        var address = (await AddressAsync(serving)).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

        Assert.Equal(200, (await AskAsync($"{address}/metrics")).Status);
        Assert.Contains("\"checks\"", (await AskAsync($"{address}/readyz")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("\"http\": { \"proxies\": [\"127.0.0.0/8\"] }", true)]
    [InlineData("\"http\": { \"proxies\": [\"10.0.0.7\"] }", false)]
    [Trait("Promise", "S5")]
    public async Task Only_a_known_proxy_says_that_the_browser_speaks_https(string setting, bool believed)
    {
        if (setting.Length > 0) Configure(setting);
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://127.0.0.1:0");
        await serving.EventuallyAsync(() => Link.IsMatch(serving.Said), "printed a link");
        using var request = new HttpRequestMessage(HttpMethod.Get, Link.Match(serving.Said).Value) { Headers = { { "X-Forwarded-Proto", "https" } } };
        using var answer = await Http.SendAsync(request, Ct);

        Assert.Equal(believed, Assert.Single(answer.Headers.GetValues("Set-Cookie")).Contains("; secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_is_refused_where_it_stands()
    {
        Configure("\"http\": { \"proxies\": [\"10.0.0.7\", \"gateway\"] }");

        Assert.Matches(@"regenerator\.json:\d+:\d+: http\.proxies\[1\]: .*gateway.*10\.0\.0\.0/24", (await folder.RunAsync("check", ".")).Ended(1).Err);
    }

    [Fact]
    public async Task The_setting_is_checked_where_it_stands()
    {
        folder.Write("regenerator.json", folder.Read("regenerator.json").Replace("\"rules\"", "\"http\": { \"urls\": \"http://0.0.0.0:80\" },\n  \"rules\"", StringComparison.Ordinal));

        Assert.Matches(@"regenerator\.json:\d+:\d+: http\.urls: «http://0\.0\.0\.0:80» can be reached", (await folder.RunAsync("check", ".")).Ended(1).Err);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_line_that_says_how_to_choose_another()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var answer = (await folder.RunAsync("serve", ".", "--urls", taken)).Ended(1);

        Assert.Equal(
            $"{taken} is taken by another program; choose another with --urls, such as --urls http://127.0.0.1:5211, or «http.urls» in regenerator.json; --urls none does without\n",
            answer.Err);
    }

    [Fact]
    public async Task A_name_of_somebody_elses_that_leads_here_is_not_served()
    {
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://127.0.0.1:0");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{await AddressAsync(serving)}/metrics") { Headers = { Host = "attacker.example" } };

        using var answer = await Http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Who_does_not_listen_does_not_load_the_web_server()
    {
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "none");
        await serving.SaysAsync("To review");

        Assert.DoesNotMatch(@"/Microsoft\.AspNetCore\.[\w.]+\.dll", serving.Loaded()); // abstractions of logging lie in the same folder
        Assert.DoesNotContain("Regenerator.Http.dll", serving.Loaded(), StringComparison.Ordinal);
        Assert.Contains("Regenerator.dll", serving.Loaded(), StringComparison.Ordinal); // the list is a list
    }

    public void Dispose() => folder.Dispose();

    private void Configure(string settings) => folder.Write("regenerator.json", folder.Read("regenerator.json").Replace("\"rules\"", $"{settings},\n  \"rules\"", StringComparison.Ordinal));

    private async Task<string> TokenAsync(params string[] wish) => (await folder.RunAsync(["tokens", "create", .. wish])).Ended(0).Out.Trim();

    private static async Task<(int Status, string Body)> AskAsync(string address, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var answer = await Http.SendAsync(request, Ct);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    [GeneratedRegex(@"listens on (?<address>http://\S+?):?\s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"http://\S+/sign-in\?token=\S+", RegexOptions.None, 1000)]
    private static partial Regex Link { get; }

    private static async Task<string> AddressAsync(RegeneratorCommand serving)
    {
        await serving.SaysAsync("listens on");
        await serving.EventuallyAsync(() => Address.IsMatch(serving.Said), "named its address");
        return Address.Match(serving.Said).Groups["address"].Value;
    }

    /// <returns>What it has to say; nothing when all is well.</returns>
    private static async Task<string> PromtoolAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        return process.ExitCode == 0 ? string.Concat(said) : $"exit code {process.ExitCode}: {string.Concat(said)}";
    }
}
