using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Studio;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api;

namespace Regenerator.Benchmarks;

/// <summary>The server that <see cref="StudioCommand"/> asks, in a process of its own: pages and API as <c>serve</c> maps them, without passes. Ends with its input.</summary>
internal static class StudioHost
{
    public static async Task<int> RunAsync(string address, int contexts)
    {
        await using var store = await BenchStore.OpenAsync(address);
        var options = new RegeneratorOptions
        {
            Contexts = new FixedContexts(Invented.Contexts(contexts)),
            Rules = [.. Enumerable.Range(0, Backlog.Rules).Select(n => new WorkflowFailureRule(new WorkflowFailureOptions { Id = Backlog.Rule(n) }))],
            Store = store,
        };
        await using var service = new RegeneratorService(options);
        var studio = new StudioOptions { Service = service, Engine = options, ApplyOnApprove = false };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "regenerator" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        app.UseRouting();
        app.MapRegeneratorApi(studio);
        app.MapRegeneratorStudio(studio);
        await app.StartAsync();
        var token = (await new Tokens(store, TimeProvider.System).CreateAsync(new TokenWish("bench", "person:ada", Role.Admin, null, TimeSpan.FromDays(1)), "person:ada", default)).Secret;
        Console.WriteLine(new JsonObject { ["url"] = app.Urls.Single(), ["token"] = token, ["link"] = studio.Sessions.NewLink(new Visitor("person:ada", "Ada", Role.Admin)) }.ToJsonString());
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
