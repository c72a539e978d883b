using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Regenerator.Cli.Configuration;
using Regenerator.Specs;

namespace Regenerator.Integration.Tests.Schema;

/// <summary>A property as its readers see it: under its JSON name, with what its attributes ask for.</summary>
internal sealed record SchemaMember(PropertyInfo Property, NullabilityInfo Nullability)
{
    public string Name => Property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(Property.Name);

    public bool IsNullable => Nullability.WriteState == NullabilityState.Nullable;

    public bool IsRequired => Property.IsDefined(typeof(RequiredMemberAttribute))
        || Primary(Property.DeclaringType!)?.GetParameters().Any(p => p.Name == Property.Name && !p.HasDefaultValue) == true;

    public bool IsByteSize => Property.IsDefined(typeof(ByteSizeAttribute));

    /// <summary>A number is read as a version, by its text.</summary>
    public bool IsVersion => Property.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType == typeof(VersionText)
        || Property.PropertyType == typeof(Optional<string>) && Property.Name.EndsWith("Version", StringComparison.Ordinal);

    public RangeAttribute? Range => Property.GetCustomAttribute<RangeAttribute>();

    public int? MinLength => Property.GetCustomAttribute<MinLengthAttribute>()?.Length;

    /// <summary>What can be written, in the order of the source.</summary>
    public static IEnumerable<SchemaMember> Of(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(p => p.SetMethod is not null && (p.SetMethod.IsPublic || p.IsDefined(typeof(JsonIncludeAttribute))))
            .Where(p => !p.IsDefined(typeof(JsonIgnoreAttribute)) || p.GetCustomAttribute<JsonIgnoreAttribute>()!.Condition == JsonIgnoreCondition.Never)
            .Where(p => !p.IsDefined(typeof(JsonExtensionDataAttribute)) && p.GetIndexParameters() is [])
            .Select(p => new SchemaMember(p, nullability.Create(p)));
    }

    /// <summary>What is in force where the member is absent, where one value says it.</summary>
    public JsonNode? Default()
    {
        if (IsRequired || Property.ReflectedType!.GetConstructor(Type.EmptyTypes) is null) return null;
        return Property.GetValue(Activator.CreateInstance(Property.ReflectedType)) switch
        {
            string { Length: > 0 } text => text,
            bool truth => truth,
            TimeSpan time => Duration.Text(time),
            int size when IsByteSize => ByteSize.Text(size),
            long size when IsByteSize => ByteSize.Text(size),
            int whole => whole,
            double number => number,
            Enum value => EnumNames(value.GetType()).Single(e => e.Value.Equals(value)).Name,
            IReadOnlyList<string> { Count: > 0 } list => new JsonArray([.. list.Select(text => (JsonNode)text)]),
            _ => null,
        };
    }

    public static IEnumerable<(string Name, object Value)> EnumNames(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(field.Name), field.GetValue(null)!));

    // Of a positional record: every parameter is a property.
    private static ConstructorInfo? Primary(Type type) => type.GetConstructors()
        .Where(c => c.GetParameters() is { Length: > 0 } parameters && parameters.All(p => type.GetProperty(p.Name!) is not null))
        .MaxBy(c => c.GetParameters().Length);
}
