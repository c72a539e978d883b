using Regenerator.Access;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

// Tokens, and requests that come twice.
public abstract partial class StoreContract
{
    [Fact]
    public async Task Tokens_are_found_by_their_hash_and_kept_in_order_across_a_restart()
    {
        var first = new ApiToken(new TokenId("t-1"), "hash-1", "ci", "person:ada", "viewer", ["acme"], Some.Now) { ExpiresAt = Some.Now.AddDays(1) };
        var second = new ApiToken(new TokenId("t-2"), "hash-2", "ops", "person:bob", "admin", null, Some.Now.AddMinutes(1));
        Assert.True(await Store.AddTokenAsync(first, Ct));
        Assert.True(await Store.AddTokenAsync(second, Ct));
        Assert.False(await Store.AddTokenAsync(second with { Hash = "hash-3" }, Ct));
        Assert.False(await Store.AddTokenAsync(second with { Id = new TokenId("t-3") }, Ct));

        current = await ReopenAsync(Store);

        Assert.Equal(["t-1", "t-2"], (await Store.TokensAsync(null, Ct)).Select(t => t.Id.Value));
        var found = Assert.Single(await Store.TokensAsync("hash-1", Ct));
        Assert.Equal(("person:ada", "viewer", "acme", first.ExpiresAt), (found.Actor, found.Role, Assert.Single(found.Tenants!), found.ExpiresAt));
        Assert.Empty(await Store.TokensAsync("hash-3", Ct));
    }

    [Fact]
    public async Task A_token_that_was_revoked_stays_so_whatever_else_happens_to_it()
    {
        await Store.AddTokenAsync(new ApiToken(new TokenId("t-1"), "hash-1", "ci", "person:ada", "viewer", null, Some.Now), Ct);

        Assert.Equal(Some.Now, (await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Used(Some.Now), Ct))!.LastUsedAt);
        Assert.Equal(Some.Now, (await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Used(Some.Now.AddMinutes(5)), Ct))!.LastUsedAt);
        await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Revoked("person:bob", Some.Now.AddHours(1)), Ct);
        await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Used(Some.Now.AddHours(2)), Ct);
        await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Revoked("person:eve", Some.Now.AddHours(3)), Ct);

        var token = Assert.Single(await Store.TokensAsync("hash-1", Ct));
        Assert.Equal((Some.Now, "person:bob", false), (token.LastUsedAt, token.Revocation!.Actor, token.IsValid(Some.Now)));
        Assert.Null(await Store.ChangeTokenAsync(new TokenId("nobody"), new TokenChange.Used(Some.Now), Ct));
    }

    [Fact]
    public async Task A_request_is_begun_once_and_what_it_was_answered_outlives_a_restart_until_it_is_over()
    {
        var begun = new KeptAnswer(new AnswerKey("person:ada", "k-1"), "digest-1", Some.Now.AddDays(1), null);
        var text = new AnswerText(200, "abc", "{ \"title\": \"Größer\" }");
        Assert.Null(await Store.BeginAnswerAsync(begun, Some.Now, Ct));
        Assert.Equal(begun, await Store.BeginAnswerAsync(begun with { Request = "digest-2", Until = Some.Now.AddDays(2) }, Some.Now, Ct));
        Assert.Null(await Store.BeginAnswerAsync(begun with { Key = new AnswerKey("person:bob", "k-1") }, Some.Now, Ct));
        Assert.True(await Store.EndAnswerAsync(begun.Key, text, Ct));

        current = await ReopenAsync(Store);

        Assert.Equal(begun with { Text = text }, await Store.BeginAnswerAsync(begun, begun.Until.AddTicks(-1), Ct));
        Assert.Null(await Store.BeginAnswerAsync(begun with { Key = new AnswerKey("person:ada", "k-2"), Until = Some.Now.AddDays(3) }, begun.Until, Ct));
        Assert.False(await Store.EndAnswerAsync(begun.Key, text, Ct));
        Assert.Null(await Store.BeginAnswerAsync(begun with { Until = Some.Now.AddDays(3) }, begun.Until, Ct));
    }

    [Fact]
    public async Task Of_many_who_begin_the_same_request_at_once_one_answers_it()
    {
        var begun = new KeptAnswer(new AnswerKey("person:ada", "k-1"), "digest-1", Some.Now.AddDays(1), null);

        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Store.BeginAnswerAsync(begun, Some.Now, Ct))));

        Assert.Single(found, f => f is null);
        Assert.All(found.OfType<KeptAnswer>(), f => Assert.Equal(begun, f));
    }
}
