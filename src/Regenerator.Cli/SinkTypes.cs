using Regenerator.Cli.Configuration;
using Regenerator.Proposals;
using Regenerator.Sinks.Ndjson;
using Regenerator.Sinks.RabbitMq;
using Regenerator.Sinks.Webhook;

namespace Regenerator.Cli;

/// <summary>Makes the sinks that come with the command.</summary>
internal static class SinkTypes
{
    // One line per sink.
    private static readonly Dictionary<string, Func<SinkEntry, WorkspaceConfig, TimeProvider, IProposalSink>> Types = new(StringComparer.Ordinal)
    {
        ["ndjson"] = (entry, config, _) => Ndjson(entry, config),
        ["webhook"] = Webhook,
        ["rabbitmq"] = (entry, config, _) => RabbitMq(entry, config),
    };

    // A sink reads answers of its own accord: no guard as around a provider's.
    private static readonly HttpClient Http = MakeHttp();

    public static IProposalSink Make(SinkEntry entry, WorkspaceConfig config, TimeProvider time)
    {
        try
        {
            return Types[entry.Type!](entry, config, time);
        }
        catch (ArgumentException problem)
        {
            throw entry.Body.Refusal("name", problem.Message);
        }
    }

    private static NdjsonSink Ndjson(SinkEntry entry, WorkspaceConfig config)
    {
        var body = entry.Body.Bind<NdjsonEntry>();
        return new NdjsonSink(new NdjsonOptions { Name = entry.Name, File = config.PathOf(body.File), Moments = body.Moments, Source = Source(body, config), TimeLimit = body.Timeout });
    }

    private static WebhookSink Webhook(SinkEntry entry, WorkspaceConfig config, TimeProvider time)
    {
        var body = entry.Body.Bind<WebhookEntry>();
        var options = new WebhookOptions
        {
            Name = entry.Name,
            Url = body.Url,
            Secrets = [.. body.Secrets.Select(s => s.Reveal())],
            Moments = body.Moments,
            Source = Source(body, config),
            TimeLimit = body.Timeout,
            AtOnce = body.AtOnce,
            Time = time,
        };
        return new WebhookSink(options, Http);
    }

    private static RabbitMqSink RabbitMq(SinkEntry entry, WorkspaceConfig config)
    {
        var body = entry.Body.Bind<RabbitMqEntry>();
        var standard = new RabbitMqOptions { Url = body.Url };
        return new RabbitMqSink(standard with
        {
            Name = entry.Name,
            User = body.User ?? standard.User,
            Password = body.Password?.Reveal() ?? standard.Password,
            Exchange = body.Exchange,
            RoutingKey = body.RoutingKey,
            Queue = body.Queue,
            Declare = body.Declare,
            Moments = body.Moments,
            Source = Source(body, config),
            TimeLimit = body.Timeout,
        });
    }

    private static string Source(TypedSinkEntry body, WorkspaceConfig config) =>
        body.Source ?? (config.Environment is { Length: > 0 } environment ? $"/regenerator/{Uri.EscapeDataString(environment)}" : "/regenerator");

    private static HttpClient MakeHttp()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 100, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
#pragma warning disable RS0030 // the one client of all sinks
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030
    }
}
