namespace Regenerator.Specs.Registries;

/// <summary>Files of specs that apps refer to: one spec, or a list of them, as JSON or YAML.</summary>
public static class RegistryFile
{
    /// <summary>In the order of the file; one that is there twice is there twice.</summary>
    /// <exception cref="SpecFormatException">The bytes are no such file; says where.</exception>
    public static IReadOnlyList<RegisteredSpec> Read(RegistryKind kind, SpecPlace place, ReadOnlyMemory<byte> bytes)
    {
        var text = new RegistryText(place, bytes.Span);
        var reader = text.Reader();
        reader.Read();
        return kind.Read(text, (int)reader.TokenStartIndex, "$");
    }
}
