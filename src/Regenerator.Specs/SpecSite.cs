using System.Text.Json;
using System.Text.Json.Serialization;
using Regenerator.Specs.Json;

namespace Regenerator.Specs;

/// <summary>A place in one of the two documents of an app.</summary>
/// <param name="Document">Which of them.</param>
/// <param name="Pointer">JSON Pointer to the member or element; where what matters is that something is absent, to the nearest thing around that is there.</param>
public sealed record SpecSite([property: JsonIgnore(Condition = JsonIgnoreCondition.Never), JsonConverter(typeof(SpecKindText))] SpecKind Document, JsonPointer Pointer)
{
    /// <summary>The member of that name, one step deeper.</summary>
    public SpecSite At(string member) => this with { Pointer = Pointer.Append(member) };

    /// <summary>The element of a list, one step deeper.</summary>
    public SpecSite At(int index) => this with { Pointer = Pointer.Append(index) };

    /// <summary><c>tenant /workflowOverrides/0/pointer</c>.</summary>
    public override string ToString() => $"{(Document == SpecKind.Blueprint ? "blueprint" : "tenant")} {Pointer}";
}

/// <summary><c>blueprint</c> and <c>tenant</c>.</summary>
public sealed class SpecKindText() : JsonStringEnumConverter<SpecKind>(JsonNamingPolicy.CamelCase);
