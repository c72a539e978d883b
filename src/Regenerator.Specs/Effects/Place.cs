using Regenerator.Specs.Json;

namespace Regenerator.Specs.Effects;

/// <summary>A place of the resolved view, by identity for people and by index for machines.</summary>
internal sealed record Place
{
    private Place(string path, string[] names, JsonPointer before, JsonPointer after) => (Path, Names, Before, After) = (path, names, before, after);

    /// <summary><c>featureFlags[wishlist].enabled</c>.</summary>
    public string Path { get; }

    /// <summary>The same, part by part: <c>featureFlags</c>, <c>wishlist</c>, <c>enabled</c>.</summary>
    public string[] Names { get; }

    /// <summary>In the view before; without meaning for what was not there.</summary>
    public JsonPointer Before { get; }

    /// <summary>In the view after; without meaning for what is not there any more.</summary>
    public JsonPointer After { get; }

    public static Place Of(params ReadOnlySpan<string> members)
    {
        var names = members.ToArray();
        var pointer = JsonPointer.Of(names);
        return new Place(string.Join('.', names), names, pointer, pointer);
    }

    public Place Member(string name) => At($"{Path}.{name}", name, name, name);

    /// <param name="before">The element's index; null where it is not.</param>
    /// <param name="after">Likewise.</param>
    public Place Element(string identity, int? before, int? after) => At($"{Path}[{identity}]", identity, $"{before ?? after}", $"{after ?? before}");

    private Place At(string path, string name, string before, string after)
    {
        var old = Before.Append(before);
        return new Place(path, [.. Names, name], old, ReferenceEquals(Before, After) && string.Equals(before, after) ? old : After.Append(after));
    }
}
