namespace Regenerator.Specs.Registries;

/// <summary>
/// Registries as folders of JSON and YAML files: one sub-folder per kind, named like the members of <see cref="SpecRegistries"/>, as in
/// <c>workflows/checkout.json</c> and <c>integrationSpecs/payments/stripe.yaml</c>. A sub-folder that is absent is a registry that is not
/// given. Names that begin with a dot, and files of other kinds, are left alone.
/// </summary>
public static class RegistryFolder
{
    private static readonly string[] Endings = [".json", ".yaml", ".yml"];

    /// <exception cref="SpecFormatException">A file can not be read as what its folder says, a spec is there twice, or a sub-folder is of no known kind.</exception>
    /// <exception cref="IOException">The folder, or a file in it, can not be read.</exception>
    public static SpecRegistries Read(string folder)
    {
        if (SpecFiles(folder, SearchOption.TopDirectoryOnly).FirstOrDefault() is { } stray)
            throw new SpecFormatException($"a file of specs stands in the folder of its kind; known: {RegistryKind.KnownNames}", stray);
        return Directory.EnumerateDirectories(folder).Where(IsSeen).Order(StringComparer.Ordinal).Aggregate(SpecRegistries.None, static (registries, sub) =>
        {
            var name = Path.GetFileName(sub);
            var kind = RegistryKind.Named(name) ?? throw new SpecFormatException($"no kind of registry is called «{name}»; known: {RegistryKind.KnownNames}", sub);
            return kind.Put(registries, [.. SpecFiles(sub, SearchOption.AllDirectories).SelectMany(file => RegistryFile.Read(kind, SpecPlace.File(file), File.ReadAllBytes(file)))]);
        });
    }

    private static IEnumerable<string> SpecFiles(string folder, SearchOption depth) => Directory.EnumerateFiles(folder, "*", depth)
        .Where(file => IsSeen(file) && Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal);

    private static bool IsSeen(string path) => Path.GetFileName(path)[0] != '.';
}
