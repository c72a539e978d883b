using Regenerator.Proposals;
using Xunit;

namespace Regenerator.Testing;

/// <summary>What the outbox relies on in every sink. Inherit it in a test class, and say how a sink is made and what has arrived.</summary>
public abstract class SinkContract
{
    /// <summary>A fresh sink whose receiver takes everything.</summary>
    protected abstract ValueTask<IProposalSink> SinkAsync();

    /// <summary>A sink whose receiver is gone, or refuses.</summary>
    protected abstract ValueTask<IProposalSink> FailingSinkAsync();

    /// <summary>The keys of what has arrived since the test began, in order.</summary>
    protected abstract ValueTask<IReadOnlyList<string>> ArrivedAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_name_is_there_and_stays()
    {
        var sink = await SinkAsync();

        Assert.NotEmpty(sink.Name);
        Assert.Equal(sink.Name, (await SinkAsync()).Name);
        Assert.NotEmpty(sink.Moments);
        Assert.True(sink.AtOnce >= 1);
    }

    [Fact]
    public async Task What_was_taken_has_arrived_under_its_key()
    {
        var sink = await SinkAsync();

        foreach (var delivery in Deliveries()) await sink.SubmitAsync(delivery, Ct);

        Assert.Equal(Deliveries().Select(d => d.Key), await ArrivedAsync());
    }

    [Fact]
    public async Task What_comes_again_has_the_same_key()
    {
        var sink = await SinkAsync();
        var delivery = Some.Delivery();

        await sink.SubmitAsync(delivery, Ct);
        await (await SinkAsync()).SubmitAsync(delivery, Ct);

        Assert.Equal([delivery.Key], (await ArrivedAsync()).Distinct());
    }

    [Fact]
    public async Task A_proposal_whose_context_is_no_longer_watched_is_told_of_too()
    {
        var delivery = Some.Delivery() with { Context = null };

        await (await SinkAsync()).SubmitAsync(delivery, Ct);

        Assert.Equal([delivery.Key], await ArrivedAsync());
    }

    [Fact]
    public async Task Deliveries_at_the_same_time_all_arrive()
    {
        var sink = await SinkAsync();
        var deliveries = Enumerable.Range(0, 20).Select(i => Some.Delivery(Some.Proposal($"wish-{i}", slot: $"slot-{i}"))).ToArray();

        await Parallel.ForEachAsync(deliveries, new ParallelOptions { MaxDegreeOfParallelism = sink.AtOnce, CancellationToken = Ct }, async (delivery, ct) => await sink.SubmitAsync(delivery, ct));

        Assert.Equal(deliveries.Select(d => d.Key).ToHashSet(), (await ArrivedAsync()).ToHashSet());
    }

    [Fact]
    public async Task What_was_not_taken_throws_one_line()
    {
        var sink = await FailingSinkAsync();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => sink.SubmitAsync(Some.Delivery(), Ct));

        Assert.IsNotType<OperationCanceledException>(error, exactMatch: false);
        Assert.NotEmpty(error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_cancelled_delivery_ends()
    {
        var sink = await SinkAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.SubmitAsync(Some.Delivery(), new CancellationToken(canceled: true)));
    }

    private static IEnumerable<ProposalDelivery> Deliveries() => Enum.GetValues<Moment>().Select(moment => Some.Delivery(moment: moment));
}
