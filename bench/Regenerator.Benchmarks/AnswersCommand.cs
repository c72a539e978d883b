using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Regenerator.Benchmarks;

/// <summary>
/// Answers instant queries as Prometheus does, after a while: two series for each tenant that the query names. Its process ends with the one that reads its port.
/// </summary>
internal static class AnswersCommand
{
    private const string Named = "tenant=~\"";

    public static async Task<int> RunAsync(string[] args)
    {
        var latency = Bench.Milliseconds(args, "--latency", 50);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(context, latency));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Console.WriteLine(new Uri(address).Port.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context, TimeSpan latency)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        await Task.Delay(latency, TimeProvider.System);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Answer(Query(body))));
    }

    private static string Query(string form) =>
        form.Split('&').Where(f => f.StartsWith("query=", StringComparison.Ordinal)).Select(f => Uri.UnescapeDataString(f["query=".Length..].Replace('+', ' '))).FirstOrDefault() ?? "";

    private static string Answer(string query)
    {
        var from = query.IndexOf(Named, StringComparison.Ordinal) + Named.Length;
        var text = new StringBuilder("""{"status":"success","data":{"resultType":"vector","result":[""");
        foreach (var tenant in query[from..query.IndexOf('"', from)].Split('|'))
        {
            // Every twentieth tenant has something to propose.
            Series(text, tenant, "workflow.failure", int.Parse(tenant.AsSpan(tenant.LastIndexOf('-') + 1), CultureInfo.InvariantCulture) % 20 == 0 ? 40 : 1);
            Series(text, tenant, "workflow.started", 100);
        }

        text.Length--;
        return text.Append("]}}").ToString();
    }

    private static void Series(StringBuilder text, string tenant, string name, int value) => text.Append(
        CultureInfo.InvariantCulture, $$"""{"metric":{"tenant":"{{tenant}}","name":"{{name}}","slot":"flow0"},"value":[1767603900,"{{value}}"]},""");
}
