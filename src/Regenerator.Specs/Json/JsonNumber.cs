using System.Globalization;
using System.Numerics;

namespace Regenerator.Specs.Json;

/// <summary>The exact value of a JSON number's text: 1, 1.0 and 10e-1 are one number, and no digit is lost to a double.</summary>
internal readonly record struct JsonNumber(bool Negative, string Digits, BigInteger Exponent)
{
    /// <param name="text">A number in JSON's grammar.</param>
    public static JsonNumber Of(ReadOnlySpan<char> text)
    {
        var negative = text[0] == '-';
        var e = text.IndexOfAny('e', 'E');
        var exponent = e < 0 ? BigInteger.Zero : BigInteger.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = text[(negative ? 1 : 0)..(e < 0 ? text.Length : e)];
        var dot = mantissa.IndexOf('.');
        var fraction = dot < 0 ? [] : mantissa[(dot + 1)..];
        var digits = string.Concat(dot < 0 ? mantissa : mantissa[..dot], fraction).TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length == 0
            ? new JsonNumber(false, "", 0)
            : new JsonNumber(negative, significant, exponent - fraction.Length + (digits.Length - significant.Length));
    }
}
