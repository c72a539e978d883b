using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Cli.Configuration;

/// <summary>A property of a configuration's record, as a file writes it.</summary>
/// <param name="Name">As the file has it.</param>
internal sealed record Setting(PropertyInfo Property, Type Type, string Name, bool IsNullable, IReadOnlyList<ValidationAttribute> Rules)
{
    private static readonly NullabilityInfoContext Nullability = new();

    public bool IsRequired { get; init; }

    public bool IsByteSize { get; init; }

    public RangeAttribute? Range => Rules.OfType<RangeAttribute>().FirstOrDefault();

    /// <summary>Rules of a list are about the list, not about its elements.</summary>
    public Setting OfItem => this with { Rules = [] };

    public bool AllowsZero => Range is { } range && Time(range.Minimum) <= TimeSpan.Zero;

    public bool IsSetBy(ParameterInfo parameter) => parameter.Name == Property.Name;

    public string Text(RangeAttribute range)
    {
        // Reading the bounds converts them from text first.
        range.IsValid(null);
        return IsByteSize ? $"{ByteSize.Text(Convert.ToInt64(range.Minimum))} to {ByteSize.Text(Convert.ToInt64(range.Maximum))}"
            : range.OperandType == typeof(TimeSpan) ? $"{Duration.Text(Time(range.Minimum))} to {Duration.Text(Time(range.Maximum))}"
            : $"{Convert.ToString(range.Minimum, CultureInfo.InvariantCulture)} to {Convert.ToString(range.Maximum, CultureInfo.InvariantCulture)}";
    }

    /// <summary>What may be written of a type.</summary>
    public static IReadOnlyList<Setting> AllOf(Type type)
    {
        var parameters = ConstructorOf(type).GetParameters();
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.GetIndexParameters() is [])
            .Select(property => Of(property, parameters))];
    }

    /// <summary>The one that a record is made with: without parameters where there is such a one, else that of the most.</summary>
    public static ConstructorInfo ConstructorOf(Type type) =>
        type.GetConstructor(Type.EmptyTypes) ?? type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();

    private static Setting Of(PropertyInfo property, IEnumerable<ParameterInfo> parameters)
    {
        NullabilityInfo nullability;
        lock (Nullability) nullability = Nullability.Create(property); // the context's cache is not made for two threads
        return new Setting(
            property,
            property.PropertyType,
            property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name),
            nullability.WriteState == NullabilityState.Nullable,
            [.. property.GetCustomAttributes<ValidationAttribute>().Where(rule => rule is not RequiredAttribute)])
        {
            IsRequired = property.IsDefined(typeof(RequiredMemberAttribute)) || property.IsDefined(typeof(RequiredAttribute))
                || parameters.Any(p => p.Name == property.Name && !p.HasDefaultValue),
            IsByteSize = property.IsDefined(typeof(ByteSizeAttribute)),
        };
    }

    private static TimeSpan Time(object bound) => bound as TimeSpan? ?? TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture);
}
