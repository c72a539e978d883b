using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Regenerator.Http;
using Regenerator.Http.Metrics;
using Regenerator.Studio;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api;

namespace Regenerator.Cli.Hosting;

/// <summary>
/// The web host inside <c>serve</c>: Kestrel, health and the Studio, nothing else, and no configuration but ours. Other commands never come here, so that
/// they do not load the web server.
/// </summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly MetricsCollector metrics;

    private Listener(WebApplication app, MetricsCollector metrics)
    {
        this.app = app;
        this.metrics = metrics;
    }

    /// <summary>With the ports that were really taken.</summary>
    public IReadOnlyCollection<string> Addresses => [.. app.Urls];

    /// <param name="addresses">At least one, as <see cref="ListenAddresses"/> allows it.</param>
    /// <param name="studio">The pages and the API; its service has not begun to pass.</param>
    /// <param name="auth">How those who ask are known besides their tokens; null: in no other way, and only on this machine.</param>
    /// <param name="http">Which proxies are believed, and whether strangers may read metrics.</param>
    /// <param name="ct">Before it listens.</param>
    /// <exception cref="CommandException">An address is taken, or can not be used.</exception>
    public static async Task<Listener> StartAsync(IReadOnlyList<string> addresses, StudioOptions studio, Configuration.AuthConfig? auth, Configuration.HttpConfig http, CancellationToken ct)
    {
        var listener = new Listener(Build(addresses, auth), new MetricsCollector());
        IReadOnlyList<Func<HttpContext, ValueTask<Visitor?>>> others = auth?.Oidc is { } oidc ? [Oidc.VisitorOf(oidc)] : [];
        listener.app.UseForwardedHeaders(TrustedProxies.Of(http.Proxies));
        listener.app.UseHostFiltering();
        listener.app.UseRouting();
        listener.app.MapRegeneratorHealth(studio.Service, listener.metrics, http.OpenMetrics || ListenAddresses.AreLocal(addresses) ? null : Readers(studio, others));
        listener.app.MapRegeneratorApi(studio, others);
        listener.app.MapRegeneratorStudio(studio, others);
        try
        {
            await listener.app.StartAsync(ct);
            return listener;
        }
        catch (Exception problem)
        {
            await listener.DisposeAsync();
            throw problem is IOException ? new CommandException(Words(addresses, problem)) : problem;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        metrics.Dispose();
    }

    // What is said there belongs to no tenant.
    private static Func<HttpContext, ValueTask<int?>> Readers(StudioOptions studio, IReadOnlyList<Func<HttpContext, ValueTask<Visitor?>>> others)
    {
        var door = new BearerDoor(new Tokens(studio.Service.Store, studio.Engine.Time), studio.Engine.Time, others);
        return async context => await door.AskAsync(context) switch
        {
            BearerAnswer.Known { Visitor: var visitor } => visitor.WhyNot(Role.Viewer, shared: true) is null ? null : StatusCodes.Status403Forbidden,
            BearerAnswer.Stranger => StatusCodes.Status401Unauthorized,
            BearerAnswer.Wait => StatusCodes.Status429TooManyRequests,
            _ => throw new UnreachableException(),
        };
    }

    private static WebApplication Build(IReadOnlyList<string> addresses, Configuration.AuthConfig? auth)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "regenerator" });
        builder.WebHost.UseKestrelCore().UseUrls([.. addresses]).ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = 100;
            server.Limits.MaxRequestBodySize = 64 * 1024;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddRoutingCore();
        // A page in somebody's browser may reach this machine's ports, by a name of its own that leads here; it can not send ours.
        // Where others may ask too, they have to say who they are, and such a page can not.
        builder.Services.AddHostFiltering(hosts => hosts.AllowedHosts = auth is null ? ["localhost", "127.0.0.1", "[::1]"] : ["*"]);
        if (auth?.Oidc is { } oidc) Oidc.Add(builder.Services, oidc);
        // Signals are the command's to take: it ends the pass in hand first.
        builder.Services.AddSingleton<IHostLifetime, Unattended>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        return builder.Build();
    }

    private static string Words(IReadOnlyList<string> addresses, Exception problem)
    {
        var which = string.Join(", ", addresses);
        return problem.InnerException is AddressInUseException
            ? $"{which} is taken by another program; choose another with --urls, such as --urls http://127.0.0.1:5211, or «http.urls» in {Configuration.Workspace.FileName}; --urls {ListenAddresses.Nowhere} does without"
            : $"{which} can not be listened on: {problem.Message.ReplaceLineEndings(" ")}";
    }

    private sealed class Unattended : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
