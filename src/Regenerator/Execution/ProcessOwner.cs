using System.Diagnostics;
using System.Globalization;

namespace Regenerator.Execution;

/// <summary>Which process holds a claim: machine, process id, start time. On the same machine we can tell at once when it is gone.</summary>
internal static class ProcessOwner
{
    public static string Current { get; } = Of(Process.GetCurrentProcess());

    public static bool IsGone(string owner)
    {
        var parts = owner.Split('/');
        if (parts.Length != 3 || !string.Equals(parts[0], Environment.MachineName) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return false;
        try
        {
            using var process = Process.GetProcessById(id);
            return !string.Equals(Of(process), owner);
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static string Of(Process process) => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{process.Id}/{Began(process)}");

    // On Linux in ticks since boot, as the kernel has it: the clock time that is derived from it wanders.
    private static string Began(Process process)
    {
        if (!OperatingSystem.IsLinux()) return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        try
        {
            var stat = File.ReadAllText($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return "gone";
        }
    }
}
