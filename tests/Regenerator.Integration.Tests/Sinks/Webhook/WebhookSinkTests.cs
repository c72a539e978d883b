using Regenerator.Proposals;
using Regenerator.Sinks.Webhook;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Sinks.Webhook;

public sealed class WebhookSinkTests : SinkContract, IAsyncDisposable
{
    private readonly HttpReceiver receiver = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await receiver.DisposeAsync();
    }

    protected override ValueTask<IProposalSink> SinkAsync() => new(Sink(receiver.Url));

    protected override async ValueTask<IProposalSink> FailingSinkAsync()
    {
        await receiver.StopAsync();
        return Sink(receiver.Url);
    }

    protected override ValueTask<IReadOnlyList<string>> ArrivedAsync() => new(receiver.Keys);

    [Theory, Trait("Promise", "R3")]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\nboom", "answered 500 boom")]
    [InlineData("", "")]
    public async Task What_was_read_but_not_answered_well_comes_again_under_the_same_key(string answer, string error)
    {
        receiver.Answer = () => answer;
        await using var store = new InMemoryStore();
        var (clock, outbox, key) = await PreparedAsync(store);

        Assert.Contains(error, Assert.Single(await outbox.DrainAsync([], Ct)), StringComparison.Ordinal);
        receiver.Answer = () => "HTTP/1.1 204 No Content\r\n\r\n";
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(await outbox.DrainAsync([], Ct));
        Assert.Equal([key, key], receiver.Keys);
    }

    [Fact]
    public async Task A_receiver_that_restarts_in_between_gets_what_it_missed()
    {
        await using var store = new InMemoryStore();
        var (clock, outbox, key) = await PreparedAsync(store);
        await receiver.StopAsync();

        Assert.NotEmpty(await outbox.DrainAsync([], Ct));
        receiver.Start();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(await outbox.DrainAsync([], Ct));
        Assert.Equal([key], receiver.Keys);
    }

    [Fact, Trait("Promise", "R19")]
    public async Task A_receiver_that_never_answers_is_given_up_on_in_time()
    {
        receiver.Answer = () => null;
        await using var store = new InMemoryStore();
        var (_, outbox, _) = await PreparedAsync(store, TimeProvider.System, TimeSpan.FromMilliseconds(200));

        Assert.Contains("did not come back within 0.2 s", Assert.Single(await outbox.DrainAsync([], Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused()
    {
        await using var stranger = new HttpReceiver(tls: true);

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => Sink(stranger.Url).SubmitAsync(Some.Delivery(), Ct));

        Assert.Contains("certificate", refused.Message, StringComparison.Ordinal);
        Assert.Empty(stranger.Keys);
    }

    private WebhookSink Sink(Uri url, TimeSpan? limit = null) => new(new WebhookOptions { Url = url, TimeLimit = limit ?? TimeSpan.FromSeconds(30) }, http);

    private async Task<(TestClock Clock, Outbox Outbox, string Key)> PreparedAsync(IRegeneratorStore store, TimeProvider? time = null, TimeSpan? limit = null)
    {
        var clock = new TestClock();
        var outbox = new Outbox(store, [Sink(receiver.Url, limit)], time ?? clock);
        await outbox.IntroduceAsync(Ct);
        var proposal = Some.Proposal();
        var open = new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = ["cfg-acme"] };
        await store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", 0, [])], Changes = [open] }, Ct);
        return (clock, outbox, $"{proposal.Id}/1/opened");
    }
}
