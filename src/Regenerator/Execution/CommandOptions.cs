namespace Regenerator.Execution;

public sealed record CommandOptions
{
    /// <summary>Default: the working directory of this process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Added to the environment of this process; the same name wins over it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Greater than zero, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. Default: 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of output that are kept: the first half and the last half. Not negative. Default: 256 KiB.</summary>
    public int OutputLimit { get; init; } = 256 * 1024;

    /// <summary>Replaced by <c>***</c> wherever they appear in the output. Empty ones are left out.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>How long the output may stay open after the command has ended, for a process that it left behind. Default: 1 second.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);
}
