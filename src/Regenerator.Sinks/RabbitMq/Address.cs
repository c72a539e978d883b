namespace Regenerator.Sinks.RabbitMq;

/// <summary>Where a message goes, https://www.rabbitmq.com/docs/uri-spec.</summary>
internal sealed record Address
{
    private const string MomentPlace = "{moment}";
    private const int ShortString = 255;

    private readonly string routingKey;

    /// <exception cref="ArgumentException">A setting can not work; names it.</exception>
    public Address(RabbitMqOptions options)
    {
        var name = options.Name;
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("amqp" or "amqps") || url.Host.Length == 0)
            throw OptionsCheck.Refused(name, "url", "is no address of a broker: amqps://host/vhost or amqp://host:port/vhost is expected");
        if (url.UserInfo.Length > 0) throw OptionsCheck.Refused(name, "url", "holds credentials: put them into user and password");
        if (url.Query.Length > 0) throw OptionsCheck.Refused(name, "url", "has a query, which is not read");
        if (options.Exchange.Length == 0 && options.Queue is null && options.RoutingKey is null) throw OptionsCheck.Refused(name, "queue", "is missing, and so is an exchange: a message has to go somewhere");
        if (options.Declare && options.Queue is null && options.Exchange.Length == 0) throw OptionsCheck.Refused(name, "declare", "is true, and there is neither an exchange nor a queue to declare");
        foreach (var (setting, value) in new[] { ("exchange", options.Exchange), ("queue", options.Queue ?? ""), ("routingKey", options.RoutingKey ?? "") })
            if (value.Length > ShortString) throw OptionsCheck.Refused(name, setting, $"is {value.Length} characters long, {ShortString} at most");
        (Url, Exchange, Queue) = (url, options.Exchange, options.Queue);
        routingKey = options.RoutingKey ?? (Exchange.Length == 0 ? Queue! : $"proposal.{MomentPlace}");
    }

    public Uri Url { get; }

    public bool IsEncrypted => Url.Scheme == "amqps";

    public string VirtualHost => Url.AbsolutePath.Length <= 1 ? "/" : Uri.UnescapeDataString(Url.AbsolutePath[1..]);

    public string Exchange { get; }

    public string? Queue { get; }

    /// <summary>As it may be shown.</summary>
    public string Shown => Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>What a queue is bound by to get every moment.</summary>
    public string BindingKey => routingKey.Replace(MomentPlace, "*", StringComparison.Ordinal);

    public string RoutingKey(string moment) => routingKey.Replace(MomentPlace, moment, StringComparison.Ordinal);
}
