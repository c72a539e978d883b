using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Regenerator.Storage;

/// <summary>How stores turn what they keep into JSON and back.</summary>
public static class Persisted
{
    /// <exception cref="DataFaultException">The value can not be written as JSON: a number that is not one, an element that was never set, too deep.</exception>
    public static string Write<T>(T value, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Serialize(value, type);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new DataFaultException($"a {typeof(T).Name} can not be written as JSON: {problem.Message}", problem);
        }
    }

    /// <exception cref="StoreException">The text is not what was written.</exception>
    public static T Read<T>(string json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("null");
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new StoreException($"a {typeof(T).Name} in the store can not be read: {problem.Message}", problem);
        }
    }
}

/// <summary>Something that was handed to the store can not be kept, whoever tries and however often.</summary>
public sealed class DataFaultException(string message, Exception? inner = null) : Exception(message, inner);
