using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Regenerator.Proposals;

namespace Regenerator.Sinks.RabbitMq;

/// <summary>
/// Publishes each delivery as a persistent message and waits until the broker has confirmed it. A message that no queue takes has failed,
/// and so has one whose connection was lost before the confirmation: it comes again under the same message id.
/// </summary>
public sealed class RabbitMqSink : IProposalSink, IAsyncDisposable
{
    private readonly RabbitMqOptions options;
    private readonly Address address;
    private readonly ConnectionFactory factory;
    private readonly SemaphoreSlim gate = new(1);
    private IConnection? connection;
    private IChannel? channel;

    /// <exception cref="ArgumentException">A setting can not work; names it.</exception>
    public RabbitMqSink(RabbitMqOptions options)
    {
        address = new Address(options);
        OptionsCheck.Source(options.Name, options.Source);
        OptionsCheck.TimeLimit(options.Name, options.TimeLimit);
        this.options = options;
        factory = new ConnectionFactory
        {
            HostName = address.Url.IdnHost,
            Port = address.Url.Port < 0 ? AmqpTcpEndpoint.UseDefaultPort : address.Url.Port,
            VirtualHost = address.VirtualHost,
            Ssl = new SslOption(address.Url.IdnHost, enabled: address.IsEncrypted), // not by the URI: that would accept any host's certificate
            UserName = options.User,
            Password = options.Password,
            ClientProvidedName = $"regenerator {options.Name}",
            AutomaticRecoveryEnabled = false, // the next delivery opens it anew; recovery behind our back would only hide what was lost
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = options.TimeLimit,
            HandshakeContinuationTimeout = options.TimeLimit,
            ContinuationTimeout = options.TimeLimit,
        };
    }

    public string Name => options.Name;

    public IReadOnlySet<Moment> Moments => options.Moments;

    public TimeSpan TimeLimit => options.TimeLimit;

    /// <exception cref="DeliveryException">The broker has not confirmed it.</exception>
    public async Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct)
    {
        await gate.WaitAsync(ct); // a channel is for one at a time
        try
        {
            var open = await OpenAsync(ct);
            var properties = new BasicProperties { Persistent = true, MessageId = delivery.Key, ContentType = CloudEvent.MediaType, ContentEncoding = "utf-8", AppId = "regenerator", Timestamp = new AmqpTimestamp(delivery.At.ToUnixTimeSeconds()) };
            await open.BasicPublishAsync(address.Exchange, address.RoutingKey(CloudEvent.Word(delivery.Moment)), mandatory: true, properties, CloudEvent.Of(delivery, options.Source), ct);
        }
        catch (PublishException refused)
        {
            throw new DeliveryException(refused.IsReturn ? $"{address.Shown}: no queue takes messages of exchange «{address.Exchange}» with routing key «{address.RoutingKey(CloudEvent.Word(delivery.Moment))}»" : $"{address.Shown} refused the message", refused);
        }
        catch (Exception problem)
        {
            await CloseAsync(); // whatever it was: what is half open would fail the next one too
            ct.ThrowIfCancellationRequested();
            throw new DeliveryException($"{address.Shown}: {Reason(problem)}", problem);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync();
        await CloseAsync();
        gate.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken ct)
    {
        if (channel is { IsOpen: true } open) return open;
        await CloseAsync();
        connection = await factory.CreateConnectionAsync(ct);
        channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        if (options.Declare) await DeclareAsync(channel, ct);
        return channel;
    }

    private async Task DeclareAsync(IChannel open, CancellationToken ct)
    {
        if (address.Exchange.Length > 0) await open.ExchangeDeclareAsync(address.Exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: ct);
        if (address.Queue is not { } queue) return;
        await open.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: ct);
        if (address.Exchange.Length > 0) await open.QueueBindAsync(queue, address.Exchange, address.BindingKey, cancellationToken: ct);
    }

    // Not politely: the peer may be the reason, and would be waited for.
    private async Task CloseAsync()
    {
        var (was, ran) = (connection, channel);
        (connection, channel) = (null, null);
        try
        {
            if (was is not null) await was.AbortAsync(TimeSpan.FromSeconds(1));
            if (ran is not null) await ran.DisposeAsync();
            if (was is not null) await was.DisposeAsync();
        }
        catch (Exception problem) when (problem is OperationInterruptedException or AlreadyClosedException or IOException or ObjectDisposedException or TimeoutException or OperationCanceledException)
        {
            // It was broken already.
        }
    }

    // The innermost says what happened; those around it, that something did.
    private string Reason(Exception problem)
    {
        while (problem.InnerException is { } inner) problem = inner;
        return options.Password.Length == 0 ? problem.Message : problem.Message.Replace(options.Password, "***", StringComparison.Ordinal);
    }
}
