using System.Globalization;
using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;

namespace Regenerator.Cli.Configuration;

/// <summary>
/// Binds JSON to the properties of a record, by reflection: camelCase members, nothing unknown, nothing twice, nothing of another type or out of its
/// <see cref="RangeAttribute"/>. Everything wrong is reported to the file; what is bound then has its default there.
/// </summary>
internal static class StrictJson
{
    /// <summary>Null when the node is no object; other problems leave a value that must not be used before <see cref="ConfigurationFile.ThrowIfWrong"/>.</summary>
    /// <param name="knownBaseMembers">Members that are read elsewhere: known, and bound only where <typeparamref name="T"/> has them too.</param>
    public static T? Bind<T>(PositionedJson node, ConfigurationFile file, params IReadOnlyList<string> knownBaseMembers)
        where T : class => (T?)Record(typeof(T), node, file, knownBaseMembers);

    /// <summary>What may be written of a type.</summary>
    public static IEnumerable<string> MembersOf<T>() => Setting.AllOf(typeof(T)).Select(setting => setting.Name);

    private static object? Record(Type type, PositionedJson node, ConfigurationFile file, IReadOnlyList<string> knownBaseMembers)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            file.Refuse(node, "an object");
            return null;
        }

        var settings = Setting.AllOf(type);
        var bound = new Dictionary<Setting, object?>();
        foreach (var member in node.Members)
        {
            if (settings.FirstOrDefault(s => s.Name == member.Name) is { } setting)
            {
                if (bound.ContainsKey(setting)) file.Problem(member.Place, $"{node.PathOf(member.Name)} is there twice");
                else bound[setting] = Value(setting, member.Value, file);
            }
            else if (!knownBaseMembers.Contains(member.Name))
            {
                var known = string.Join(", ", knownBaseMembers.Union(settings.Select(s => s.Name)));
                file.Problem(member.Place, $"unknown member «{member.Name}»{(node.Path.Length == 0 ? "" : $" in {node.Path}")}; known: {known}");
            }
        }

        foreach (var missing in settings.Where(s => s.IsRequired && !bound.ContainsKey(s))) file.Fault(node, $"«{missing.Name}» is missing");
        return Make(type, bound);
    }

    /// <summary>Members that a problem left without a value keep their default.</summary>
    private static object Make(Type type, Dictionary<Setting, object?> bound)
    {
        var constructor = Setting.ConstructorOf(type);
        var arguments = constructor.GetParameters().Select(parameter =>
            bound.FirstOrDefault(b => b.Key.IsSetBy(parameter)).Value ?? (parameter.HasDefaultValue ? parameter.DefaultValue : Empty(parameter.ParameterType))).ToArray();
        var made = constructor.Invoke(arguments);
        foreach (var (setting, value) in bound)
            if (value is not null || setting.IsNullable) setting.Property.SetValue(made, value);
        return made;
    }

    private static object? Empty(Type type) => type.IsValueType ? RuntimeHelpers.GetUninitializedObject(type) : null;

    private static object? Value(Setting setting, PositionedJson node, ConfigurationFile file)
    {
        if (node.Kind == JsonValueKind.Null)
        {
            if (!setting.IsNullable) file.Refuse(node, Allowed(setting.Type, setting));
            return null;
        }

        var value = Value(setting.Type, node, file, setting);
        if (value is null) return null;
        foreach (var rule in setting.Rules.Where(rule => !rule.IsValid(value)))
            file.Refuse(node, rule is RangeAttribute range ? setting.Text(range) : rule.FormatErrorMessage(setting.Name));
        return value;
    }

    private static object? Value(Type type, PositionedJson node, ConfigurationFile file, Setting setting)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement)) return node.ToElement();
        if (type == typeof(PositionedJson)) return node;
        if (Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IFromJson<>))) return OwnReading(type, node, file);
        if (type == typeof(SpecRef)) return Reference(node, file);
        if (type == typeof(SpecEdit)) return Edit(node, file);
        if (ElementOf(type, typeof(IReadOnlyDictionary<,>), typeof(Dictionary<,>)) is { } valueType) return Map(valueType, node, file, setting);
        if (type != typeof(string) && ElementOf(type, typeof(IReadOnlyList<>), typeof(List<>)) is { } elementType) return List(elementType, node, file, setting);
        if (Scalar(type, node, file, setting) is var (isScalar, scalar) && isScalar) return scalar;
        return Record(type, node, file, []);
    }

    private static (bool IsScalar, object? Value) Scalar(Type type, PositionedJson node, ConfigurationFile file, Setting setting)
    {
        if (type == typeof(string)) return (true, Text(node, file, setting));
        if (type == typeof(bool)) return (true, Or(node.Kind is JsonValueKind.True or JsonValueKind.False ? node.Kind == JsonValueKind.True : null));
        if (type == typeof(TimeSpan)) return (true, Time(node, file, setting));
        if (setting.IsByteSize) return (true, Size(type, node, file));
        if (type == typeof(int)) return (true, Or(node.Kind == JsonValueKind.Number && node.ToElement().TryGetInt32(out var whole) ? whole : null));
        if (type == typeof(long)) return (true, Or(node.Kind == JsonValueKind.Number && node.ToElement().TryGetInt64(out var large) ? large : null));
        if (type == typeof(double)) return (true, Or(node.Kind == JsonValueKind.Number && node.ToElement().GetDouble() is var number && double.IsFinite(number) ? number : null));
        if (type == typeof(Uri))
            return (true, Or(node.Kind == JsonValueKind.String && Uri.TryCreate(node.Text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null));
        if (type.IsEnum) return (true, Or(node.Kind == JsonValueKind.String ? EnumNames(type).FirstOrDefault(e => e.Name == node.Text).Value : null));
        if (type == typeof(JsonPointer)) return (true, Or(node.Kind == JsonValueKind.String && JsonPointer.TryParse(node.Text, out var pointer, out _) ? pointer : null));
        return (false, null);

        object? Or(object? value)
        {
            var quoted = node.Kind == JsonValueKind.String && type.IsPrimitive && double.TryParse(node.Text, CultureInfo.InvariantCulture, out _);
            if (value is null) file.Refuse(node, $"{Allowed(type, setting)}{(quoted ? ", without quotes" : "")}");
            return value;
        }
    }

    // What looks as if it came from elsewhere would otherwise be taken by its letters, and nobody would notice.
    private static string? Text(PositionedJson node, ConfigurationFile file, Setting setting)
    {
        if (node.Kind != JsonValueKind.String) file.Refuse(node, Allowed(typeof(string), setting));
        else if (Secret.IsReference(node.Text)) file.Fault(node, $"«{node.Text}» would be taken as it stands: only secrets come from a variable or a file");
        else return node.Text;
        return null;
    }

    private static string Allowed(Type type, Setting setting) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => "a text",
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(TimeSpan) => $"a duration: {Duration.Forms}",
        _ when setting.IsByteSize => "a size: 256KiB, 1MiB, or bytes",
        var t when setting.Range is { } range && t.IsPrimitive => setting.Text(range),
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(double) => "a number",
        var t when t == typeof(Uri) => "an address that begins with http:// or https://",
        var t when t.IsEnum => string.Join(", ", EnumNames(t).Select(e => e.Name)),
        var t when t == typeof(JsonPointer) => "a JSON Pointer such as /meta/tier",
        var t when ElementOf(t, typeof(IReadOnlyList<>), typeof(List<>)) is not null => "a list",
        _ => "an object",
    };

    private static object? Time(PositionedJson node, ConfigurationFile file, Setting setting)
    {
        if (node.Kind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            file.Refuse(node, Allowed(typeof(TimeSpan), setting));
            return null;
        }

        if (Duration.TryParse(node.Text, out var duration, out var reason, setting.AllowsZero)) return duration;
        file.Fault(node, reason);
        return null;
    }

    private static object? Size(Type type, PositionedJson node, ConfigurationFile file)
    {
        var most = type == typeof(int) ? int.MaxValue : long.MaxValue;
        var reason = "write 256KiB, 1MiB, or bytes";
        if (node.Kind is JsonValueKind.String or JsonValueKind.Number && ByteSize.TryParse(node.Text, out var bytes, out reason))
        {
            if (bytes <= most) return type == typeof(int) ? (object)(int)bytes : bytes;
            reason = $"«{node.Text}» is more than {ByteSize.Text(most)}, the most there is";
        }

        file.Fault(node, reason!);
        return null;
    }

    private static object? Reference(PositionedJson node, ConfigurationFile file)
    {
        if (Edges(() => node.ToElement().Deserialize(SpecJson.Default.SpecRef), node, file) is not SpecRef spec) return null;
        if (!string.IsNullOrEmpty(spec.Key)) return spec;
        file.Refuse(node, "{ \"key\": …, \"version\": … }");
        return null;
    }

    private static object? Edit(PositionedJson node, ConfigurationFile file) => Edges(() => SpecEditJson.Read(node.ToElement()), node, file);

    // The specs' own readers know no places; what they refuse is blamed on the whole value.
    private static object? Edges(Func<object?> read, PositionedJson node, ConfigurationFile file)
    {
        try
        {
            return read();
        }
        catch (JsonException problem)
        {
            file.Fault(node, problem.Message.Split(" Path: ")[0]);
            return null;
        }
    }

    private static object? OwnReading(Type type, PositionedJson node, ConfigurationFile file) =>
        type.GetMethod(nameof(IFromJson<Secret>.Read), [typeof(PositionedJson), typeof(ConfigurationFile)])!.Invoke(null, [node, file]);

    private static IList? List(Type elementType, PositionedJson node, ConfigurationFile file, Setting setting)
    {
        if (node.Kind != JsonValueKind.Array)
        {
            file.Refuse(node, "a list");
            return null;
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(elementType))!;
        foreach (var element in node.Elements)
            if (Item(elementType, element, file, setting) is { } value) list.Add(value);
        return list;
    }

    private static IDictionary? Map(Type valueType, PositionedJson node, ConfigurationFile file, Setting setting)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            file.Refuse(node, "an object");
            return null;
        }

        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType), StringComparer.Ordinal)!;
        foreach (var member in node.Members)
        {
            if (map.Contains(member.Name)) file.Problem(member.Place, $"{node.PathOf(member.Name)} is there twice");
            else if (Item(valueType, member.Value, file, setting) is { } value) map.Add(member.Name, value);
        }

        return map;
    }

    private static object? Item(Type type, PositionedJson node, ConfigurationFile file, Setting setting)
    {
        if (node.Kind != JsonValueKind.Null || type == typeof(JsonElement)) return Value(type, node, file, setting.OfItem);
        file.Refuse(node, Allowed(type, setting.OfItem));
        return null;
    }

    private static Type? ElementOf(Type type, params ReadOnlySpan<Type> shapes)
    {
        if (!type.IsGenericType) return null;
        foreach (var shape in shapes)
            if (type.GetGenericTypeDefinition() == shape) return type.GetGenericArguments()[^1];
        return null;
    }

    private static IEnumerable<(string Name, object? Value)> EnumNames(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(field.Name), field.GetValue(null)));
}
