using System.Text.Json;

namespace Regenerator.Specs.Registries;

/// <summary>
/// Registries written as one object, <c>{ "workflows": [ … ], "integrationConnections": [ … ] }</c>, its members named like those of
/// <see cref="SpecRegistries"/>. A member that is absent or <c>null</c> is a registry that is not given.
/// </summary>
public static class RegistryBundle
{
    /// <exception cref="SpecFormatException">The bytes are no such object, or a spec is there twice; says where.</exception>
    public static SpecRegistries Read(SpecPlace place, ReadOnlyMemory<byte> bytes)
    {
        var text = new RegistryText(place, bytes.Span);
        var reader = text.Reader();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw text.Wrong($"expected an object with registries ({RegistryKind.KnownNames}), saw {JsonWords.Of(reader.TokenType)}", (int)reader.TokenStartIndex, "$");

        var registries = SpecRegistries.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var kind = RegistryKind.Named(name) ?? throw text.Wrong($"unknown registry «{name}»; known: {RegistryKind.KnownNames}", (int)reader.TokenStartIndex, "$");
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null) registries = kind.Put(registries, kind.Read(text, (int)reader.TokenStartIndex, $"$.{name}"));
            reader.Skip();
        }

        return registries;
    }

    /// <inheritdoc cref="Read"/>
    /// <param name="bundle">A part of a document that was read already.</param>
    /// <param name="name">What messages call it.</param>
    public static SpecRegistries Of(JsonElement bundle, string name = "registries") =>
        Read(SpecPlace.Code(name), JsonSerializer.SerializeToUtf8Bytes(bundle, SpecJson.Default.JsonElement));
}
