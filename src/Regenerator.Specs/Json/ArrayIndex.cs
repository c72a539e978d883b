namespace Regenerator.Specs.Json;

/// <summary>Array indexes as RFC 6901 spells them: digits without a leading zero, or <c>-</c> for the place after the last element.</summary>
internal static class ArrayIndex
{
    /// <summary>The index of an element that exists, or null.</summary>
    public static int? OfElement(string segment, int count) => Digits(segment) is { } index && index < count ? index : null;

    /// <summary>The index at which an element can be put, up to and including <paramref name="count"/>, or null.</summary>
    public static int? OfSlot(string segment, int count) => segment is "-" ? count : Digits(segment) is { } index && index <= count ? index : null;

    private static int? Digits(string segment) =>
        segment.Length is > 0 and <= 9 && segment.All(char.IsAsciiDigit) && (segment.Length == 1 || segment[0] != '0') ? int.Parse(segment) : null;
}
