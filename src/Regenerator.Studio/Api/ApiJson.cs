using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api;

/// <summary>The JSON of the API: camelCase, what is not there is null, and in what is asked nothing unknown.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 64)]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(ProposalShape))]
[JsonSerializable(typeof(ProposalPageShape))]
[JsonSerializable(typeof(ProposalRecordShape))]
[JsonSerializable(typeof(ItemShape))]
[JsonSerializable(typeof(ItemPageShape))]
[JsonSerializable(typeof(ItemDecisionShape))]
[JsonSerializable(typeof(ItemApplyShape))]
[JsonSerializable(typeof(ApplyShape))]
[JsonSerializable(typeof(ContextListShape))]
[JsonSerializable(typeof(ContextRecordShape))]
[JsonSerializable(typeof(JudgementPageShape))]
[JsonSerializable(typeof(RuleListShape))]
[JsonSerializable(typeof(FreezeShape))]
[JsonSerializable(typeof(FreezeListShape))]
[JsonSerializable(typeof(ProviderListShape))]
[JsonSerializable(typeof(ClearedShape))]
[JsonSerializable(typeof(DeliveryListShape))]
[JsonSerializable(typeof(SettledShape))]
[JsonSerializable(typeof(ActivityShape))]
[JsonSerializable(typeof(JoiningShape))]
[JsonSerializable(typeof(ActivityPageShape))]
[JsonSerializable(typeof(VisitorShape))]
[JsonSerializable(typeof(TokenShape))]
[JsonSerializable(typeof(TokenListShape))]
[JsonSerializable(typeof(TokenMadeShape))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(ApproveBody))]
[JsonSerializable(typeof(RejectBody))]
[JsonSerializable(typeof(SnoozeBody))]
[JsonSerializable(typeof(EditBody))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(RollbackBody))]
[JsonSerializable(typeof(CommentBody))]
[JsonSerializable(typeof(ApplyBody))]
[JsonSerializable(typeof(SettleBody))]
[JsonSerializable(typeof(FreezeBody))]
[JsonSerializable(typeof(DeliveryBody))]
[JsonSerializable(typeof(DropBody))]
[JsonSerializable(typeof(ClearBody))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>As it is sent: texts stay readable, because nobody takes the answers for HTML.</summary>
    public static ApiJson Wire => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
