namespace Regenerator.Cli.Modules;

/// <summary>Types as an author writes them: <c>IReadOnlyList&lt;IRegenerationRule&gt;</c>.</summary>
internal static class TypeNames
{
    public static string Short(Type type) => Of(type, withNamespace: false);

    public static string Full(Type type) => Of(type, withNamespace: true);

    private static string Of(Type type, bool withNamespace)
    {
        if (type.IsByRef)
            return $"ref {Of(type.GetElementType()!, withNamespace)}";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, withNamespace)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Of(value, withNamespace)}?";

        var arguments = type.GetGenericArguments();
        var used = 0;
        var names = new List<string>();
        foreach (var level in Levels(type))
        {
            // A nested type repeats the type parameters of those around it.
            var tick = level.Name.IndexOf('`', StringComparison.Ordinal);
            var own = level.GetGenericArguments().Length - used;
            names.Add(tick < 0 || own == 0
                ? level.Name
                : $"{level.Name[..tick]}<{string.Join(", ", arguments.Skip(used).Take(own).Select(argument => Of(argument, withNamespace)))}>");
            used += own;
        }

        var name = string.Join('.', names);
        return withNamespace && !type.IsGenericParameter && type.Namespace is { Length: > 0 } space ? $"{space}.{name}" : name;
    }

    private static IEnumerable<Type> Levels(Type type) =>
        type is { IsNested: true, IsGenericParameter: false, DeclaringType: { } around } ? Levels(around).Append(type) : [type];
}
