using Regenerator.Specs;
using Regenerator.Specs.Tenant;

namespace Regenerator.Contexts;

/// <summary>The blueprints of one listing, by key.</summary>
internal sealed class BlueprintShelf(IReadOnlyList<ReadFile<SpecDocument>> files)
{
    private readonly ILookup<string, ReadFile<SpecDocument>> byKey = files.Where(f => f.Content is not null).ToLookup(f => f.Content!.Id, StringComparer.Ordinal);

    private IEnumerable<ReadFile<SpecDocument>> Broken => files.Where(file => file.Reason is not null);

    /// <summary>Broken files, and keys that are there twice: seen even where no tenant names them.</summary>
    public IEnumerable<string> Warnings => [.. Broken.Select(file => file.Reason!), .. byKey.Where(group => group.Skip(1).Any()).Select(Twice)];

    /// <returns>The blueprint that the tenant names, or why there is none: one line without the tenant's file.</returns>
    public (SpecDocument? Document, string? Reason) For(TenantAppConfig tenant)
    {
        var key = tenant.Meta.BlueprintName;
        if (key.Length == 0) return (null, $"«meta.blueprintName» is missing or empty; known: {Known()}");

        // A file that held this key when it could be read last is the one meant, whatever else is on the shelf.
        if (Broken.FirstOrDefault(file => file.LastGood?.Id == key) is { } broken) return (null, $"blueprint «{key}»: {broken.Reason}");
        return byKey[key].ToArray() switch
        {
            [var one] => (one.Content, null),
            [] when Broken.Any() => (null, $"no blueprint «{key}» among those that can be read; known: {Known()}; {string.Join("; ", Broken.Select(file => file.Reason))}"),
            [] => (null, $"no blueprint «{key}»; known: {Known()}"),
            _ => (null, Twice(byKey.First(group => group.Key == key))),
        };
    }

    private string Known() => byKey.Count == 0 ? "none" : string.Join(", ", byKey.Select(group => group.Key).Order(StringComparer.Ordinal));

    private static string Twice(IGrouping<string, ReadFile<SpecDocument>> group) =>
        $"blueprint «{group.Key}» is in more than one file: {string.Join(", ", group.Select(file => file.File.Name))}";
}
