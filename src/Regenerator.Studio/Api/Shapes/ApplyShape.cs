using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Execution;

namespace Regenerator.Studio.Api.Shapes;

/// <param name="Outcome"><c>applied</c>, <c>failed</c>, <c>refused</c> or <c>previewed</c>.</param>
/// <param name="Reason">Why it was refused; null otherwise.</param>
/// <param name="FrozenUntil">When the freeze that holds it ends by itself; null: it is not that.</param>
/// <param name="Result">What became of its actions; null when nothing was begun.</param>
public sealed record ApplyShape(string Outcome, ProposalShape? Proposal, string? Reason, DateTimeOffset? FrozenUntil, JsonNode? Result)
{
    public static ApplyShape Of(ApplyResult result) => result switch
    {
        ApplyResult.Applied applied => new ApplyShape("applied", ProposalShape.Of(applied.Proposal), null, null, Json(applied.Result)),
        ApplyResult.Failed failed => new ApplyShape("failed", ProposalShape.Of(failed.Proposal), null, null, Json(failed.Result)),
        ApplyResult.Refused refused => new ApplyShape("refused", refused.Proposal is null ? null : ProposalShape.Of(refused.Proposal), refused.Reason, refused.FrozenUntil, null),
        _ => throw new UnreachableException(),
    };

    public static ApplyShape Preview(ProposalShape proposal, ExecutionResult result) => new("previewed", proposal, null, null, Json(result));

    private static JsonNode? Json(ExecutionResult result) => JsonSerializer.SerializeToNode(result, RegeneratorJson.Default.ExecutionResult);
}
