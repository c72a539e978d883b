using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Regenerator.Benchmarks;

/// <summary>
/// How often one thread gets something done, as one JSON line: operations per second, and bytes that each allocates. Measured in slices of a
/// quarter of a second: <c>ops_per_s</c> is the best of them, what the code can do; <c>median_ops_per_s</c> is what the machine left of that.
/// </summary>
internal static class Measurement
{
    private const int Batch = 100;
    private const int Slices = 12;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);

    public static void Of(string op, Func<object> work)
    {
        Loop(work, 8 * Slice, Batch); // warm
        Write(op, Measure(work, Batch), operations: 1, seconds: false);
    }

    /// <summary>Work on a whole fleet at once, told per tenant and in seconds for all.</summary>
    public static void OfFleet(string op, int fleet, Func<object> work)
    {
        Loop(work, 8 * Slice, 1); // warm
        Write(op, Measure(work, 1), operations: fleet, seconds: true);
    }

    private static (double[] PerSecond, long Bytes) Measure(Func<object> work, int batch)
    {
        var perSecond = new double[Slices];
        var (before, all) = (GC.GetAllocatedBytesForCurrentThread(), 0L);
        for (var slice = 0; slice < Slices; slice++)
        {
            var (count, took) = Loop(work, Slice, batch);
            perSecond[slice] = count / took.TotalSeconds;
            all += count;
        }

        Array.Sort(perSecond);
        return (perSecond, (GC.GetAllocatedBytesForCurrentThread() - before) / all);
    }

    private static void Write(string op, (double[] PerSecond, long Bytes) measured, int operations, bool seconds)
    {
        var line = new JsonObject
        {
            ["op"] = op,
            ["ops_per_s"] = Math.Round(measured.PerSecond[^1] * operations),
            ["median_ops_per_s"] = Math.Round(measured.PerSecond[Slices / 2] * operations),
            ["bytes_per_op"] = measured.Bytes / operations,
        };
        if (seconds) line["seconds"] = Math.Round(1 / measured.PerSecond[^1], 3);
        Console.WriteLine(line.ToJsonString());
    }

    private static (long Count, TimeSpan Took) Loop(Func<object> work, TimeSpan limit, int batch)
    {
        var began = Stopwatch.GetTimestamp();
        long count = 0;
        while (Stopwatch.GetElapsedTime(began) < limit)
        {
            for (var i = 0; i < batch; i++) GC.KeepAlive(work());
            count += batch;
        }

        return (count, Stopwatch.GetElapsedTime(began));
    }
}
