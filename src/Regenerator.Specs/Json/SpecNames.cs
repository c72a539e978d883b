namespace Regenerator.Specs.Json;

/// <summary>Members that are read under two names.</summary>
internal static class SpecNames
{
    /// <summary>The name to look for where the usual one is absent: <c>name</c> is read as <c>key</c>.</summary>
    public static string? Other(string member) => member is "key" ? "name" : null;
}
