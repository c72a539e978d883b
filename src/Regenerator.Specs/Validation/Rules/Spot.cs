using System.Globalization;
using System.Runtime.CompilerServices;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>A member's name or an element's index on the way into a document.</summary>
internal readonly record struct Step(string? Name, int Index)
{
    public static implicit operator Step(string name) => new(name, 0);

    public static implicit operator Step(int index) => new(null, index);
}

/// <summary>A place of a document in both notations: as a JSON Pointer, and as the apps' own runtime writes it.</summary>
internal readonly record struct Spot(SpecSite Site, string Path)
{
    public static Spot Blueprint(params ReadOnlySpan<Step> steps) => In(SpecKind.Blueprint, steps);

    public static Spot Tenant(params ReadOnlySpan<Step> steps) => In(SpecKind.Tenant, steps);

    /// <summary><c>/capabilities/enable/0</c> and <c>capabilities.enable[0]</c>.</summary>
    public static Spot In(SpecKind document, params ReadOnlySpan<Step> steps)
    {
        var segments = new string[steps.Length];
        var path = new DefaultInterpolatedStringHandler(steps.Length, 0);
        for (var i = 0; i < steps.Length; i++)
        {
            segments[i] = steps[i].Name ?? steps[i].Index.ToString(CultureInfo.InvariantCulture);
            path.AppendLiteral(steps[i].Name is null ? "[" : i == 0 ? "" : ".");
            path.AppendLiteral(segments[i]);
            if (steps[i].Name is null) path.AppendLiteral("]");
        }

        return new Spot(new SpecSite(document, JsonPointer.OfAll(segments)), path.ToStringAndClear());
    }

    /// <summary>The same place, named by identity.</summary>
    public Spot Named(string path) => this with { Path = path };
}
