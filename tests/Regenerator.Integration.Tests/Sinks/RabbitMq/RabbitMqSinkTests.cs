using System.Diagnostics;
using System.Text.Json;
using RabbitMQ.Client;
using Regenerator.Proposals;
using Regenerator.Sinks.RabbitMq;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Sinks.RabbitMq;

public sealed class RabbitMqSinkTests(RabbitMqServer server) : SinkContract, IClassFixture<RabbitMqServer>, IAsyncDisposable
{
    private const string Canary = "canary-8f2c";

    private readonly string queue = $"proposals-{Path.GetRandomFileName()}";
    private readonly List<RabbitMqSink> sinks = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var sink in sinks) await sink.DisposeAsync();
    }

    protected override ValueTask<IProposalSink> SinkAsync() => new(Sink());

    protected override ValueTask<IProposalSink> FailingSinkAsync() => new(Sink(o => o with { Declare = false }));

    protected override async ValueTask<IReadOnlyList<string>> ArrivedAsync() => [.. (await ReadAsync()).Select(m => m.BasicProperties.MessageId!)];

    [Fact]
    public async Task A_message_is_a_persistent_cloud_event_on_a_durable_queue()
    {
        await Sink().SubmitAsync(Some.Delivery(), Ct);

        var message = Assert.Single(await ReadAsync());
        Assert.Equal((Some.Delivery().Key, "application/cloudevents+json", DeliveryModes.Persistent), (message.BasicProperties.MessageId, message.BasicProperties.ContentType, message.BasicProperties.DeliveryMode));
        Assert.Equal(Some.Delivery().Key, JsonElement.Parse(message.Body.Span).GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_exchange_gets_each_moment_under_its_routing_key()
    {
        var sink = Sink(o => o with { Exchange = $"{queue}-exchange" });

        await sink.SubmitAsync(Some.Delivery(moment: Moment.Opened), Ct);
        await sink.SubmitAsync(Some.Delivery(moment: Moment.NeedsAttention), Ct);

        Assert.Equal(["proposal.opened", "proposal.needsAttention"], (await ReadAsync()).Select(m => m.RoutingKey));
    }

    [Fact]
    public async Task A_message_that_no_queue_takes_has_failed_and_the_next_one_goes_through()
    {
        var lost = Sink(o => o with { Declare = false });
        var refused = await Assert.ThrowsAsync<DeliveryException>(() => lost.SubmitAsync(Some.Delivery(), Ct));
        Assert.Contains($"no queue takes messages of exchange «» with routing key «{queue}»", refused.Message, StringComparison.Ordinal);

        await Sink().SubmitAsync(Some.Delivery(moment: Moment.Revised), Ct); // makes the queue
        await lost.SubmitAsync(Some.Delivery(), Ct);

        Assert.Equal(2, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task One_connection_is_kept()
    {
        var sink = Sink();
        for (var i = 0; i < 50; i++) await sink.SubmitAsync(Some.Delivery(), Ct);

        Assert.Equal(50, (await ReadAsync()).Count);
    }

    [Fact, Trait("Promise", "R3")]
    public async Task A_broker_that_is_killed_and_comes_back_has_everything_under_its_key()
    {
        await using var store = new InMemoryStore();
        var clock = new TestClock();
        var outbox = new Outbox(store, [Sink()], clock);
        await outbox.IntroduceAsync(Ct);
        var keys = new List<string>();
        foreach (var i in Enumerable.Range(0, 30)) keys.Add(await OpenAsync(store, $"wish-{i}"));

        var draining = outbox.DrainAsync([], Ct);
        while ((await store.ListDeliveriesAsync(new DeliveryQuery(), Ct)).Count > 20) await Task.Yield();
        await server.KillAsync();
        await draining;
        foreach (var i in Enumerable.Range(30, 5)) keys.Add(await OpenAsync(store, $"wish-{i}"));
        Assert.NotEmpty(await outbox.DrainAsync([], Ct));
        await server.StartAsync();
        clock.Advance(TimeSpan.FromHours(7));

        Assert.Empty(await outbox.DrainAsync([], Ct));

        // A broker that was killed answers before it has read all of its queue again.
        var arrived = new HashSet<string>(StringComparer.Ordinal);
        var began = Stopwatch.GetTimestamp();
        while (arrived.Count < keys.Count && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20)) arrived.UnionWith(await ArrivedAsync());
        Assert.Equal(keys.ToHashSet(), arrived);
    }

    [Fact]
    public async Task A_connection_that_is_lost_before_the_confirmation_has_not_delivered()
    {
        await Sink().SubmitAsync(Some.Delivery(moment: Moment.Revised), Ct); // makes the queue
        await using var relay = new Relay(new Uri(server.Url).Port);
        var sink = Sink(o => o with { Url = $"amqp://127.0.0.1:{relay.Port}/%2F" });
        await sink.SubmitAsync(Some.Delivery(moment: Moment.Approved), Ct);

        relay.Arm(Relay.Cut.AtTheNextAnswer);
        var lost = await Assert.ThrowsAsync<DeliveryException>(() => sink.SubmitAsync(Some.Delivery(), Ct).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Ct));
        await sink.SubmitAsync(Some.Delivery(), Ct);

        Assert.StartsWith("amqp://127.0.0.1", lost.Message, StringComparison.Ordinal);
        Assert.Contains(Some.Delivery().Key, await ArrivedAsync());
    }

    [Fact]
    public async Task A_broker_that_says_nothing_ends_with_the_token()
    {
        await using var relay = new Relay(serverPort: 0); // takes connections, answers nothing
        var sink = Sink(o => o with { Url = $"amqp://127.0.0.1:{relay.Port}/%2F" });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.SubmitAsync(Some.Delivery(), limit.Token).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Ct));
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused()
    {
        var refused = await Assert.ThrowsAsync<DeliveryException>(() => Sink(o => o with { Url = server.TlsUrl }).SubmitAsync(Some.Delivery(), Ct));

        Assert.Contains("certificate", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await ReadAsync(declare: true));
    }

    [Fact, Trait("Promise", "S6")]
    public async Task A_wrong_password_is_not_in_the_error()
    {
        var sink = Sink(o => o with { User = "ann", Password = Canary });

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => sink.SubmitAsync(Some.Delivery(), Ct));

        Assert.Contains("ACCESS_REFUSED", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, new RabbitMqOptions { Url = server.Url, Password = Canary }.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, RabbitMqOptions> BadOptions => new()
    {
        { "url is no address of a broker", new RabbitMqOptions { Url = "http://broker", Queue = "q" } },
        { "url holds credentials", new RabbitMqOptions { Url = $"amqp://ann:{Canary}@broker", Queue = "q" } },
        { "queue is missing, and so is an exchange", new RabbitMqOptions { Url = "amqp://broker" } },
        { "declare is true, and there is neither", new RabbitMqOptions { Url = "amqp://broker", RoutingKey = "q", Declare = true } },
        { "queue is 256 characters long", new RabbitMqOptions { Url = "amqp://broker", Queue = new string('q', 256) } },
    };

    [Theory, Trait("Promise", "S6")]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void A_setting_that_can_not_be_is_refused_by_name_and_without_its_secret(string message, RabbitMqOptions options)
    {
        var refused = Assert.Throws<ArgumentException>(() => new RabbitMqSink(options)).Message;

        Assert.StartsWith($"rabbitmq: {message}", refused, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, refused, StringComparison.Ordinal);
    }

    private RabbitMqSink Sink(Func<RabbitMqOptions, RabbitMqOptions>? change = null)
    {
        var options = new RabbitMqOptions { Url = server.Url, Queue = queue, Declare = true, TimeLimit = TimeSpan.FromSeconds(10) };
        var sink = new RabbitMqSink(change?.Invoke(options) ?? options);
        sinks.Add(sink);
        return sink;
    }

    private async Task<List<BasicGetResult>> ReadAsync(bool declare = false)
    {
        await using var connection = await server.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        if (declare) await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: Ct);
        var found = new List<BasicGetResult>();
        while (await channel.BasicGetAsync(queue, autoAck: true, Ct) is { } message) found.Add(message);
        return found;
    }

    private static async Task<string> OpenAsync(IRegeneratorStore store, string wish)
    {
        var proposal = Some.Proposal(wish, slot: wish);
        var epoch = (await store.ProgressAsync(["cfg-acme"], Ct)).Epochs["cfg-acme"];
        var open = new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = ["cfg-acme"] };
        await store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", epoch, [])], Changes = [open] }, Ct);
        return $"{proposal.Id}/1/opened";
    }
}
