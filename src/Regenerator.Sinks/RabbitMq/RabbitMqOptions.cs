using Regenerator.Proposals;

namespace Regenerator.Sinks.RabbitMq;

/// <summary>A broker, and where on it messages go.</summary>
public sealed record RabbitMqOptions
{
    public string Name { get; init; } = "rabbitmq";

    /// <summary><c>amqps://host[:5671]/vhost</c>, or <c>amqp://</c> without TLS; without credentials.</summary>
    public required string Url { get; init; }

    public string User { get; init; } = "guest";

    public string Password { get; init; } = "guest";

    /// <summary>Empty: the default exchange, which leads to the queue that the routing key names.</summary>
    public string Exchange { get; init; } = "";

    /// <summary><c>{moment}</c> in it becomes the moment, such as <c>opened</c>. Default: the queue's name on the default exchange, else <c>proposal.{moment}</c>.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>Null: whoever consumes has made queues and bindings.</summary>
    public string? Queue { get; init; }

    /// <summary>Make the exchange (a topic), the queue and the binding, durable, where they are not there. Default: they are expected to be there.</summary>
    public bool Declare { get; init; }

    public IReadOnlySet<Moment> Moments { get; init; } = new HashSet<Moment> { Moment.Opened };

    /// <summary>The events' <c>source</c>.</summary>
    public string Source { get; init; } = "/regenerator";

    /// <summary>For one message with its confirmation, connecting included. Default 30 s.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    // A record prints its members.
    public override string ToString() => $"rabbitmq {Name}";
}
