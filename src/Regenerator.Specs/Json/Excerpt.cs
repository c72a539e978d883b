namespace Regenerator.Specs.Json;

/// <summary>What is quoted in a message: as much of it as a person reads.</summary>
internal static class Excerpt
{
    public const int Longest = 40;

    public static string Of(string text, int longest = Longest) =>
        text.Length <= longest ? text : $"{text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)]}…";
}
