using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Specs;

/// <summary>
/// A part of a spec document. Members that this library does not know are kept and written back.
/// An explicit <c>null</c> of a whole section reads as absent; the document's bytes keep it (see <see cref="SpecDocument"/>).
/// </summary>
public abstract record SpecObject
{
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> UnknownMembers => Unknown ?? Nothing;

    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }

    private static readonly Dictionary<string, JsonElement> Nothing = [];
}
