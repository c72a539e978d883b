using Regenerator.Proposals;
using Regenerator.Specs.Edits;
using Regenerator.Testing;

namespace Regenerator.Tests.Proposals;

/// <summary>A draft that is remembered is the one that would be made.</summary>
public sealed class DraftsTests
{
    private const string Author = "rule:r";

    private readonly Drafts drafts = new(proseAccepted: false);
    private readonly Fingerprint fingerprint = new("f");

    [Fact]
    public void A_wish_that_comes_again_has_the_same_revision_but_for_its_own_words()
    {
        var (context, wish) = (Some.Context(), Some.Wish());
        var first = Ready(drafts.Of(fingerprint, context, wish, Author));
        var later = wish with { Summary = "other figures", SignalIds = ["s"] };

        var again = Ready(drafts.Of(fingerprint, context, later, Author));

        Assert.Same(first.Effect, again.Effect);
        Assert.Equal(first.Digest, again.Digest);
        Assert.Same(later, again.Proposal);
        Assert.Equal(Ready(Draft.Of(context, later, Author)).Digest, again.Digest);
    }

    [Fact]
    public void A_changed_document_is_drafted_for_anew()
    {
        var context = Some.Context();
        Ready(drafts.Of(fingerprint, context, Some.Wish(), Author));

        var moved = Some.Context(blueprint: Some.Blueprint(version: "2.0.0"));

        Assert.Equal(Ready(Draft.Of(moved, Some.Wish(), Author)).Digest, Ready(drafts.Of(fingerprint, moved, Some.Wish(), Author)).Digest);
        Assert.NotSame(Ready(drafts.Of(fingerprint, moved, Some.Wish(), Author)).Effect, Ready(drafts.Of(fingerprint, context, Some.Wish(), Author)).Effect);
    }

    [Fact]
    public void A_rule_that_changes_the_list_that_it_handed_out_gets_another_draft()
    {
        List<SpecEdit> edits = [new SpecEdit.PinWorkflow("checkout", "checkout.safe", "1.2.0")];
        var wish = Some.Wish() with { Actions = [new ProposalAction.UpdateBlueprint { Edits = edits }] };
        var context = Some.Context();
        var first = Ready(drafts.Of(fingerprint, context, wish, Author));
        edits[0] = new SpecEdit.PinWorkflow("checkout", "checkout.safe", "1.3.0");

        var second = Ready(drafts.Of(fingerprint, context, wish, Author));

        Assert.NotEqual(first.Digest, second.Digest);
        Assert.Equal(Ready(Draft.Of(context, wish, Author)).Digest, second.Digest);
    }

    [Fact]
    public void Blockers_of_the_rule_s_own_are_those_of_the_wish_at_hand()
    {
        var context = Some.Context();
        Ready(drafts.Of(fingerprint, context, Some.Wish(), Author));

        var blocked = drafts.Of(fingerprint, context, Some.Wish() with { Blockers = [new ProposalBlocker("manual_review", "look at it")] }, Author);

        Assert.Contains(Ready(blocked).Blockers, blocker => blocker.Kind == "manual_review");
        Assert.DoesNotContain(Ready(drafts.Of(fingerprint, context, Some.Wish(), Author)).Blockers, blocker => blocker.Kind == "manual_review");
    }

    private static Revision Ready(Draft draft) => Assert.IsType<Draft.Ready>(draft).Revision;
}
