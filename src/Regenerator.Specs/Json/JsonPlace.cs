using System.Text.Json;

namespace Regenerator.Specs.Json;

/// <summary>Where a pointer leads to in a JSON text: one walk down, past everything beside the way, without a tree.</summary>
internal static class JsonPlace
{
    /// <param name="utf8">JSON that <see cref="JsonText"/> has accepted, without its byte order mark.</param>
    /// <param name="pointer">What is not there stands for the nearest thing around it that is.</param>
    /// <returns>Where the name of the member begins; of an element or the whole document, where the value does.</returns>
    public static int Of(ReadOnlySpan<byte> utf8, JsonPointer pointer)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        reader.Read();
        var place = (int)reader.TokenStartIndex;
        foreach (var segment in pointer.Segments)
        {
            var inside = reader; // a copy: what is read of a container without a find is not read yet
            if (Enter(ref inside, segment, ref place)) reader = inside;
            else if (SpecNames.Other(segment) is not { } other || !Enter(ref reader, other, ref place)) break;
        }

        return place;
    }

    /// <summary>The way back: the pointer to the value that begins at an offset; to the document where none does.</summary>
    public static JsonPointer PointerTo(ReadOnlySpan<byte> utf8, int offset)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        var way = new Stack<(JsonPointer Container, int Elements)>();
        var at = JsonPointer.Root;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                way.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                at = way.Peek().Container.Append(reader.GetString()!);
                continue;
            }

            if (way.TryPop(out var around))
            {
                if (around.Elements >= 0) at = around.Container.Append(around.Elements++);
                way.Push(around);
            }

            if (reader.TokenStartIndex >= offset) return at;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) way.Push((at, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
        }

        return JsonPointer.Root;
    }

    // From the opening of a container to the value that a segment names.
    private static bool Enter(ref Utf8JsonReader reader, string segment, ref int place) => reader.TokenType switch
    {
        JsonTokenType.StartObject => EnterMember(ref reader, segment, ref place),
        JsonTokenType.StartArray => EnterElement(ref reader, segment, ref place),
        _ => false,
    };

    private static bool EnterMember(ref Utf8JsonReader reader, string name, ref int place)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (start, found) = ((int)reader.TokenStartIndex, reader.ValueTextEquals(name));
            reader.Read();
            if (!found)
            {
                reader.Skip();
                continue;
            }

            place = start;
            return true;
        }

        return false;
    }

    private static bool EnterElement(ref Utf8JsonReader reader, string segment, ref int place)
    {
        if (ArrayIndex.OfElement(segment, int.MaxValue) is not { } index) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (index-- > 0)
            {
                reader.Skip();
                continue;
            }

            place = (int)reader.TokenStartIndex;
            return true;
        }

        return false;
    }
}
