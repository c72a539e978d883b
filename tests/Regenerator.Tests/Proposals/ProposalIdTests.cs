using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Testing;

namespace Regenerator.Tests.Proposals;

public sealed class ProposalIdTests
{
    private static readonly Fingerprint Wish = Some.Proposal().Fingerprint;

    [Fact]
    public void Ids_sort_by_the_time_of_the_window_whatever_the_wish()
    {
        var window = Some.Window;
        var ids = new List<ProposalId>();
        for (var i = 0; i < 100; i++, window = window.Next()) ids.Add(ProposalId.Of(new Fingerprint(Hash.Of($"{i}")), i % 3, window.Until));

        Assert.Equal(ids, ids.AsEnumerable().Reverse().Order());
        Assert.Equal(ids.Select(i => i.ToString()), ids.Select(i => i.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_wish_occurrence_and_window_have_the_same_id()
    {
        Assert.Equal(ProposalId.Of(Wish, 0, Some.Now), ProposalId.Of(Wish, 0, Some.Now.ToOffset(TimeSpan.FromHours(2))));
        Assert.NotEqual(ProposalId.Of(Wish, 0, Some.Now), ProposalId.Of(Wish, 1, Some.Now));
        Assert.NotEqual(ProposalId.Of(Wish, 0, Some.Now), ProposalId.Of(Wish, 0, Some.Now.AddMinutes(5)));
        Assert.NotEqual(ProposalId.Of(Wish, 0, Some.Now), ProposalId.Of(new Fingerprint("other"), 0, Some.Now));
    }

    [Fact]
    public void An_id_is_a_version_7_uuid_that_begins_with_the_milliseconds()
    {
        foreach (var occurrence in Enumerable.Range(0, 50))
        {
            var id = ProposalId.Of(Wish, occurrence, Some.Now);
            var text = id.ToString();

            Assert.Equal((7, 8), (id.Value.Version, id.Value.Variant & 0xC));
            Assert.Equal(Some.Now.ToUnixTimeMilliseconds(), Convert.ToInt64(text[..8] + text[9..13], 16));
        }
    }

    [Fact]
    public void An_id_survives_its_text()
    {
        var id = ProposalId.Of(Wish, 0, Some.Now);

        Assert.Equal(id, ProposalId.Parse(id.ToString()));
        Assert.Null(ProposalId.Parse("42"));
        Assert.Null(ProposalId.Parse(""));
    }

    [Fact]
    public void A_fingerprint_does_not_see_the_numbers_of_the_day()
    {
        var today = Some.Wish();
        var tomorrow = today with { Title = "99 failures", Summary = "worse", Rationale = ["99 failures"], Magnitude = 99, Confidence = Confidence.High, Signals = [], SignalIds = ["x"], CreatedAt = Some.Now };

        Assert.Equal(Of(today), Of(tomorrow));
        Assert.Equal(Of(today), Of(today with { Actions = [] }));
    }

    [Fact]
    public void A_fingerprint_sees_rule_scope_target_and_the_wishs_own_id()
    {
        var wish = Some.Wish();
        Fingerprint[] different =
        [
            Of(wish),
            Of(wish, rule: "other"),
            Of(wish, scope: new ProposalScope(SpecKind.Tenant, "shop")),
            Of(wish, scope: new ProposalScope(SpecKind.Blueprint, "bank")),
            Of(wish with { Id = "other" }),
            Of(wish with { Target = wish.Target with { SpecType = "policy" } }),
            Of(wish with { Target = wish.Target with { Reference = new SpecRef("checkout.safe", "1.2.1") } }),
        ];

        Assert.Equal(different.Length, different.Distinct().Count());
    }

    [Fact]
    public void Hashed_texts_do_not_run_into_each_other()
    {
        string[] hashes = [Hash.Of("a", "b"), Hash.Of("ab"), Hash.Of("ab", ""), Hash.Of("", "ab"), Hash.Of("ab", null), Hash.Of("a\n1:b")];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    private static Fingerprint Of(SpecChangeProposal wish, string rule = "rule", ProposalScope? scope = null) => Fingerprint.Of(rule, scope ?? new ProposalScope(SpecKind.Blueprint, "shop"), wish);
}
