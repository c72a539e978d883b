using System.Text.Json;
using System.Text.Json.Serialization;
using Regenerator.Access;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator;

/// <summary>The JSON of signals and proposals: the original's, with our members beside it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = 64)]
[JsonSerializable(typeof(SpecChangeProposal))]
[JsonSerializable(typeof(ProposalAction))]
[JsonSerializable(typeof(IReadOnlyList<ProposalAction>))]
[JsonSerializable(typeof(Proposal))]
[JsonSerializable(typeof(ProposalEvent))]
[JsonSerializable(typeof(StoreLine))]
[JsonSerializable(typeof(Revision))]
[JsonSerializable(typeof(Evidence))]
[JsonSerializable(typeof(Evidence[]))]
[JsonSerializable(typeof(RegeneratorSignal))]
[JsonSerializable(typeof(TelemetrySignal))]
[JsonSerializable(typeof(ErrorSignal))]
[JsonSerializable(typeof(BehaviorSignal))]
[JsonSerializable(typeof(JournalStep))]
[JsonSerializable(typeof(Judgement))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, Streak>))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(ProviderHealth))]
[JsonSerializable(typeof(QuarantinedAnswer))]
[JsonSerializable(typeof(FreezeEvent))]
[JsonSerializable(typeof(ApiToken))]
[JsonSerializable(typeof(AnswerText))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonNode))]
public sealed partial class RegeneratorJson : JsonSerializerContext;
