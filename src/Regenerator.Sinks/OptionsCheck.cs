namespace Regenerator.Sinks;

/// <summary>Refusals name the sink, the setting and the value that was seen; never a secret.</summary>
internal static class OptionsCheck
{
    /// <summary>RFC 3986 reference, as CloudEvents asks of a source.</summary>
    public static void Source(string sink, string source)
    {
        if (source.Length == 0 || !Uri.TryCreate(source, UriKind.RelativeOrAbsolute, out _)) throw Refused(sink, "source", $"is «{source}»: an address or a path is expected, such as /regenerator/production");
    }

    public static void TimeLimit(string sink, TimeSpan limit)
    {
        if (limit < TimeSpan.FromMilliseconds(1) || limit > TimeSpan.FromMinutes(10)) throw Refused(sink, "timeout", $"is {limit}: up to 10 minutes");
    }

#pragma warning disable MA0015 // The setting is named; «(Parameter 'options')» would tell whoever wrote the settings nothing.
    public static ArgumentException Refused(string sink, string setting, string why) => new($"{sink}: {setting} {why}");
#pragma warning restore MA0015
}
