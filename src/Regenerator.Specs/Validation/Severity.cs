using System.Text.Json.Serialization;

namespace Regenerator.Specs.Validation;

/// <summary>How much a finding weighs. Only errors make a document invalid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>Most likely not what was meant, but the app will run.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Good to know for a reviewer; often on purpose.</summary>
    [JsonStringEnumMemberName("info")]
    Info,
}
