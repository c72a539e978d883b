using System.Text.Json;
using System.Text.Json.Serialization;
using Regenerator.Proposals;

namespace Regenerator.Sinks;

/// <summary>What every sink here sends: a delivery as a CloudEvent in structured JSON, https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md.</summary>
internal sealed record CloudEvent
{
    public const string MediaType = "application/cloudevents+json";

    [JsonPropertyName("specversion")]
    public string SpecVersion { get; } = "1.0";

    /// <summary>The delivery's key: the same when it comes again.</summary>
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Type { get; init; }

    /// <summary>The proposal's id.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset Time { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; } = "application/json";

    public required ProposalNotice Data { get; init; }

    /// <summary>One line of UTF-8.</summary>
    public static byte[] Of(ProposalDelivery delivery, string source) => JsonSerializer.SerializeToUtf8Bytes(
        new CloudEvent
        {
            Id = delivery.Key,
            Source = source,
            Type = $"dev.regenerator.proposal.{Word(delivery.Moment)}",
            Subject = delivery.Proposal.Id.ToString(),
            Time = delivery.At,
            Data = ProposalNotice.Of(delivery),
        },
        SinksJson.Default.CloudEvent);

    /// <summary>As the configuration and the keys write it.</summary>
    public static string Word(Moment moment) => JsonNamingPolicy.CamelCase.ConvertName(moment.ToString());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CloudEvent))]
internal sealed partial class SinksJson : JsonSerializerContext;
