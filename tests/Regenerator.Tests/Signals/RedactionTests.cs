using System.Text.Json;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

[Trait("Promise", "S7")]
public sealed class RedactionTests
{
    [Theory]
    [InlineData("card declined for ann.lee+shop@mail.example.org, again", "card declined for «redacted», again")]
    [InlineData("Authorization: Bearer abc.def-ghi_123", "Authorization: Bearer «redacted»")]
    [InlineData("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln in the body", "jwt «redacted» in the body")]
    [InlineData("paid with 4111 1111 1111 1111 today", "paid with «redacted» today")]
    [InlineData("paid with 5500-0000-0000-0004", "paid with «redacted»")]
    [InlineData("login failed: password=hunter22&user=ann", "login failed: password=«redacted»&user=ann")]
    [InlineData("""{"client_secret": "s3cr3t-value"}""", """{"client_secret": "«redacted»"}""")]
    [InlineData("api_key: k-123456 and more", "api_key: «redacted» and more")]
    public void What_looks_like_a_secret_or_a_person_is_taken_out(string text, string left)
    {
        Assert.Equal(left, Redaction.Standard.Text(text));
        Assert.Equal(left, Redaction.Standard.Text(left));
    }

    [Theory]
    [InlineData("42 failures in five minutes")]
    [InlineData("order 4111 1111 1111 1112 is no card")]
    [InlineData("at 2026-01-05T09:05:00.0000000Z")]
    [InlineData("trace 0af7651916cd43dd8448eb211c80319c")]
    [InlineData("checkout@2.1")]
    [InlineData("the password is wrong")]
    public void What_does_not_stays_the_very_text(string text) => Assert.Same(text, Redaction.Standard.Text(text));

    [Fact]
    public void What_was_clean_says_nothing_of_a_text_that_begins_and_ends_like_it()
    {
        Assert.Equal("mail to ann_example_org here", Redaction.Standard.Text("mail to ann_example_org here"));
        Assert.Equal("mail to «redacted» here", Redaction.Standard.Text("mail to ann@example.org here"));
    }

    [Fact]
    public void Fields_go_by_their_names_whatever_they_hold_and_however_deep()
    {
        var signal = Some.TelemetrySignal() with { Metadata = Metadata("""{ "workflow": "checkout", "Email": 7, "user": { "token": ["x"], "plan": "gold" }, "cards": ["4111111111111111", 4111111111111111] }""") };

        var clean = Redaction.Standard.Signal(signal);

        Assert.Equal("""checkout|«redacted»|{"token":"\u00ABredacted\u00BB","plan":"gold"}|["\u00ABredacted\u00BB","\u00ABredacted\u00BB"]""", string.Join('|', clean.Metadata!.Keys.Select(clean.Text)));
        Assert.Equal(42, clean.Number);
    }

    [Fact]
    public void A_signal_with_nothing_to_take_out_is_the_same_object()
    {
        var signal = Some.TelemetrySignal();

        Assert.Same(signal, Redaction.Standard.Signal(signal));
    }

    [Fact]
    public void Messages_and_names_of_every_kind_of_signal_are_looked_at()
    {
        RegeneratorSignal[] signals = [Some.ErrorSignal() with { Message = "for ann@example.org" }, Some.ErrorSignal(id: "ann@example.org"), Some.TelemetrySignal("login.ann@example.org"), Some.BehaviorSignal("of-ann@example.org")];

        foreach (var signal in signals) Assert.DoesNotContain("example.org", JsonSerializer.Serialize(Redaction.Standard.Signal(signal), RegeneratorJson.Default.RegeneratorSignal), StringComparison.Ordinal);
    }

    [Fact]
    public void More_fields_and_patterns_can_be_named_and_the_standard_left_out()
    {
        var redaction = Redaction.None.With(["customer"], ["K-[0-9]{6}"]);

        Assert.Equal("«redacted» of ann@example.org", redaction.Text("K-123456 of ann@example.org"));
        Assert.Equal("«redacted»", redaction.Signal(Some.TelemetrySignal() with { Metadata = Metadata("""{ "customer": "ann" }""") }).Text("customer"));
    }

    [Theory]
    [InlineData("(unclosed", "Invalid pattern")]
    [InlineData("(?=a)b", "can not be matched in linear time")]
    public void A_pattern_that_can_not_be_is_refused(string pattern, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(() => Redaction.Standard.With([], [pattern])).Message, StringComparison.Ordinal);

    [Fact, Trait("Promise", "S13")]
    public void A_long_hostile_text_takes_no_longer_than_its_length()
    {
        var text = string.Concat(Enumerable.Repeat("a@a.", 50_000)) + "!";

        Assert.NotNull(Redaction.Standard.Text(text)); // a backtracking engine would not come back
    }

    private static Dictionary<string, JsonElement> Metadata(string json) => JsonElement.Parse(json).EnumerateObject().ToDictionary(m => m.Name, m => m.Value.Clone());
}
