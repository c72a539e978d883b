using System.Runtime.CompilerServices;
using Regenerator.Proposals;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Tests.Api;

public sealed class ActivityReasonTests
{
    public static TheoryData<Type> Reasoned => [.. typeof(ProposalEvent).GetNestedTypes().Where(type => type.GetProperty("Reason") is not null)];

    [Theory]
    [MemberData(nameof(Reasoned))]
    public void Whatever_happens_for_a_reason_says_it_in_the_trail(Type type)
    {
        var happened = (ProposalEvent)RuntimeHelpers.GetUninitializedObject(type);
        type.GetProperty("Reason")!.SetValue(happened, "the shop is down");

        Assert.Equal("the shop is down", ActivityShape.ReasonOf(happened));
    }

    [Fact]
    public void An_approval_past_the_policy_says_why_and_a_comment_what()
    {
        var approved = new ProposalEvent.ApprovalGiven("digest") { Actor = "person:ann", At = default };

        Assert.Null(ActivityShape.ReasonOf(approved));
        Assert.Equal("it burns", ActivityShape.ReasonOf(approved with { Bypass = "it burns" }));
        Assert.Equal("so be it", ActivityShape.ReasonOf(new ProposalEvent.Commented("so be it") { Actor = "person:ann", At = default }));
    }
}
