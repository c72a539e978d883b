using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Regenerator.Benchmarks;

/// <summary>How long somebody waits for the Studio and its API over a large inbox, one request after the other; and what the server needs for it.</summary>
internal sealed class StudioCommand : IDisposable
{
    private const int Warm = 20;
    private const int Asked = 200;

    private readonly HttpClient http;
    private readonly Uri address;
    private readonly string token;
    private readonly Random random = new(1);

    private StudioCommand(JsonObject server)
    {
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false });
        address = new Uri(server["url"]!.GetValue<string>());
        token = server["token"]!.GetValue<string>();
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var count = Bench.Number(args, "--proposals", 100_000);
        await using var place = await BenchStore.OfAsync(args);
        var store = place.NextAddress();
        await using (var filled = await BenchStore.OpenAsync(store)) await Backlog.FillAsync(filled, count);
        await place.SettleAsync();
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["studio-host", store, $"{count}"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            var host = (JsonObject)JsonNode.Parse(await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server did not start"))!;
            using var asking = new StudioCommand(host);
            var figures = new JsonObject { ["proposals"] = count, ["contexts"] = count, ["store"] = place.Kind, ["unit"] = "ms" };
            await asking.MeasureAsync(host["link"]!.GetValue<string>(), count, figures);
            server.Refresh();
            figures["server_rss_mb"] = Math.Round(server.WorkingSet64 / 1048576.0);
            figures["server_cpu_s"] = Math.Round(server.TotalProcessorTime.TotalSeconds, 1);
            Bench.Write("studio", figures);
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }

        return 0;
    }

    public void Dispose() => http.Dispose();

    private async Task MeasureAsync(string link, int count, JsonObject figures)
    {
        var ids = await IdsAsync(4 * (Asked + Warm));
        figures["list"] = await ApiAsync(n => $"/proposals?limit=50{(n % 2 == 0 ? "" : $"&after={ids[Math.Abs(n) % ids.Length].Id}")}");
        figures["list_filtered"] = await ApiAsync(n => (Math.Abs(n) % 4) switch
        {
            0 => $"/proposals?limit=50&state=open&rule={Backlog.Rule(Math.Abs(n))}&confidence=high",
            1 => $"/items?limit=50&owner=platform.shop&target=dataView",
            2 => $"/proposals?limit=50&tenant=tenant-{random.Next(count)}",
            _ => "/proposals?limit=50&state=held&confidence=low",
        });
        figures["search_common"] = await ApiAsync(_ => "/proposals?limit=50&q=fails+too+often");
        figures["search_rare"] = await ApiAsync(_ => $"/proposals?limit=50&q={Backlog.Word(random.Next(1000)).ToLowerInvariant()}");
        figures["rules"] = await ApiAsync(_ => "/rules");
        figures["judgements"] = await ApiAsync(n => (Math.Abs(n) % 3) switch
        {
            0 => $"/judgements?limit=50&rule={Backlog.Rule(Math.Abs(n))}&kind=unseen,undecided",
            1 => $"/judgements?limit=50&after=Quiet~{Backlog.Rule(Math.Abs(n))}~{Invented.Id(random.Next(count))}",
            _ => $"/judgements?context={Invented.Id(random.Next(count))}",
        });
        figures["contexts"] = await ApiAsync(_ => $"/contexts?limit=50&after=cfg-{random.Next(count):D7}");
        figures["activity"] = await ApiAsync(n => n % 2 == 0 ? "/activity?limit=50" : "/activity?limit=50&actor=person:eve");
        figures["get"] = await ApiAsync(n => $"/proposals/{ids[Math.Abs(n) % ids.Length].Id}");
        var decided = 0;
        figures["decide"] = await TimeAsync(async _ => await DecideAsync(ids[decided++]));

        using (await http.GetAsync(new Uri(address, link))) { }
        await PageAsync(figures, "inbox_page", _ => "/");
        await PageAsync(figures, "inbox_page_filtered", n => n % 2 == 0 ? "/?confidence=high&target=workflow" : $"/?find={Backlog.Word(random.Next(1000))}");
        await PageAsync(figures, "contexts_page", _ => "/contexts");
        await PageAsync(figures, "rules_page", _ => "/rules");
        await PageAsync(figures, "left_alone_page", n => n % 2 == 0 ? "/left-alone" : $"/left-alone?rule={Backlog.Rule(n)}&kind=quiet&after=Quiet~{Backlog.Rule(n)}~{Invented.Id(random.Next(count))}");
        await PageAsync(figures, "activity_page", _ => "/activity");
        await PageAsync(figures, "proposal_page", n => $"/proposals/{ids[^(1 + n % Asked)].Id}");
    }

    private async Task<(string Id, string Digest)[]> IdsAsync(int count)
    {
        var found = new List<(string, string)>();
        for (string? after = null; found.Count < count;)
        {
            using var answer = await http.SendAsync(Request(HttpMethod.Get, $"/proposals?state=open&limit=200{(after is null ? "" : $"&after={after}")}"));
            var page = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
            found.AddRange(page["proposals"]!.AsArray().Select(p => (p!["id"]!.GetValue<string>(), p["digest"]!.GetValue<string>())));
            if ((after = page["next"]?.GetValue<string>()) is null) break;
        }

        return [.. found];
    }

    private Task<JsonObject> ApiAsync(Func<int, string> path) => TimeAsync(async n =>
    {
        using var answer = await http.SendAsync(Request(HttpMethod.Get, path(n)));
        await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    });

    private async Task DecideAsync((string Id, string Digest) proposal)
    {
        using var request = Request(HttpMethod.Post, $"/proposals/{proposal.Id}/reject");
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{proposal.Digest}\"");
        request.Content = new StringContent("""{"reason":"not now"}""", new MediaTypeHeaderValue("application/json"));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    // The document is sent whole: what comes first can be shown at once.
    private async Task PageAsync(JsonObject figures, string name, Func<int, string> path)
    {
        var first = new double[Asked];
        figures[name] = await TimeAsync(async n =>
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(new Uri(address, path(Math.Abs(n))), HttpCompletionOption.ResponseHeadersRead);
            if (n >= 0) first[n] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        });
        figures[$"{name}_first_byte"] = Percentiles(first);
    }

    private HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(address, $"/api/v1{path}")) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    // Those that warm up have negative numbers.
    private static async Task<JsonObject> TimeAsync(Func<int, Task> ask)
    {
        var took = new double[Asked];
        for (var n = -Warm; n < 0; n++) await ask(n);
        for (var n = 0; n < Asked; n++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask(n);
            took[n] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        return Percentiles(took);
    }

    private static JsonObject Percentiles(double[] took)
    {
        Array.Sort(took);
        return new JsonObject { ["p50"] = At(0.5), ["p95"] = At(0.95), ["p99"] = At(0.99) };

        double At(double share) => Math.Round(took[(int)Math.Ceiling(share * took.Length) - 1], 1);
    }
}
