using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Api;

/// <summary>Whoever asks again gets the same answer, whatever happened to the process between.</summary>
public sealed class IdempotentAnswersTests : IAsyncDisposable
{
    private static readonly AnswerKey Key = new("person:ann", "k-1");

    private readonly InMemoryStore store = new();
    private readonly TestClock clock = new();
    private int done;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IdempotentAnswers Started => new(store, clock);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task After_a_restart_the_same_request_gets_the_same_answer_and_nothing_is_done_twice()
    {
        await using var server = await StudioServer.StartAsync();
        var proposal = await server.OpenAsync();
        var (path, token) = ($"/proposals/{proposal.Id}/approve", await server.TokenAsync(Role.Reviewer));
        var first = await server.SendAsync("POST", path, token, ifMatch: proposal.Revision.Digest, key: "k-1");
        await using var restarted = await StudioServer.StartAsync(over: server.Store);

        var again = await restarted.SendAsync("POST", path, token, ifMatch: proposal.Revision.Digest, key: "k-1");

        Assert.Equal((200, first.Body, first.ETag), (again.Status, again.Body, again.ETag));
        Assert.Single((await server.Store.GetAsync(proposal.Id, Ct))!.Proposal.Approvals);
        Assert.Equal(409, (await restarted.SendAsync("POST", path, token, ifMatch: proposal.Revision.Digest, key: "k-2")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_broke_off_is_done_again_only_where_it_can_not_happen_twice(bool makes)
    {
        await Assert.ThrowsAsync<IOException>(() => Started.OnceAsync(Key, "request", makes, () => throw new IOException("the process ends here")));

        var again = await Started.OnceAsync(Key, "request", makes, DoAsync);

        Assert.Equal(makes ? 0 : 1, done);
        if (makes) Assert.Contains("may have been done: look", Assert.IsType<ApiAnswer.Problem>(again).What.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_requests_that_come_meanwhile_wait_for_the_first()
    {
        var (answers, gate) = (Started, new TaskCompletionSource());
        var first = answers.OnceAsync(Key, "request", makes: true, async () =>
        {
            await gate.Task;
            return await DoAsync();
        });
        var second = answers.OnceAsync(Key, "request", makes: true, DoAsync);
        var other = await answers.OnceAsync(Key, "another request", makes: true, DoAsync);
        gate.SetResult();

        Assert.Same(await first, await second);
        Assert.Equal(422, Assert.IsType<ApiAnswer.Problem>(other).What.Status);
        Assert.Equal(1, done);
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day_and_then_forgotten()
    {
        await Started.OnceAsync(Key, "request", makes: true, DoAsync);
        clock.Advance(IdempotentAnswers.Kept - TimeSpan.FromTicks(1));
        Assert.IsType<ApiAnswer.Kept>(await Started.OnceAsync(Key, "request", makes: true, DoAsync));
        clock.Advance(TimeSpan.FromTicks(1));
        await Started.OnceAsync(Key, "request", makes: true, DoAsync);

        Assert.Equal(2, done);
    }

    [Fact]
    [Trait("Promise", "S4")]
    public async Task Another_token_of_the_same_person_that_sees_less_is_not_told_the_answer()
    {
        await using var server = await StudioServer.StartAsync();
        var proposal = await server.OpenAsync();
        var body = new { reason = "no" };
        Assert.Equal(200, (await server.SendAsync("POST", $"/proposals/{proposal.Id}/reject", await server.TokenAsync(Role.Reviewer), body, key: "k-1")).Status);

        var foreign = await server.SendAsync("POST", $"/proposals/{proposal.Id}/reject", await server.TokenAsync(Role.Reviewer, "person:ann", "zeta"), body, key: "k-1");

        Assert.Equal(422, foreign.Status);
        Assert.DoesNotContain("acme", foreign.Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task The_secret_of_a_token_is_not_kept_for_whoever_asks_again()
    {
        await using var server = await StudioServer.StartAsync();
        var admin = await server.TokenAsync(Role.Admin);
        var made = await server.SendAsync("POST", "/tokens", admin, new { role = "viewer" }, key: "k-1");

        var again = await server.SendAsync("POST", "/tokens", admin, new { role = "viewer" }, key: "k-1");

        Assert.Equal(409, again.Status);
        Assert.DoesNotContain(made.Json.GetProperty("secret").GetString()!, again.Body, StringComparison.Ordinal);
        Assert.Contains(made.Json.GetProperty("token").GetProperty("id").GetString()!, again.Detail, StringComparison.Ordinal);
        Assert.Equal(2, (await server.Store.TokensAsync(null, Ct)).Count);
    }

    private Task<ApiAnswer> DoAsync() => Task.FromResult<ApiAnswer>(ApiAnswer.Of(new Studio.Api.Shapes.ClearedShape(++done), ApiJson.Wire.ClearedShape));
}
