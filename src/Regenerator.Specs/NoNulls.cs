using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Regenerator.Specs;

/// <summary>Lists whose type says that no element is null: the reader does not see to that.</summary>
internal static class NoNulls
{
    /// <returns>The list, fixed (see <see cref="FixedList"/>).</returns>
    /// <exception cref="JsonException">An element is null.</exception>
    public static IReadOnlyList<T>? In<T>(IReadOnlyList<T?>? list, [CallerMemberName] string member = "")
        where T : class
    {
        for (var i = 0; i < list?.Count; i++)
            if (list[i] is null) throw new JsonException($"«{JsonNamingPolicy.CamelCase.ConvertName(member)}[{i}]» is null, which it can not be");
        return FixedList.Of<T>(list!);
    }
}
