using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Regenerator.Benchmarks;

/// <summary>How often one thread gets something done, as one JSON line: operations per second, and bytes that each allocates.</summary>
internal static class Measurement
{
    private const int Batch = 100;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(2);

    public static void Of(string op, Func<object> work)
    {
        Loop(work, Measured / 2, Batch); // warm
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (count, took) = Loop(work, Measured, Batch);
        Write(op, count / took.TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - before) / count);
    }

    /// <summary>Work on a whole fleet at once, told per tenant and in seconds for all.</summary>
    public static void OfFleet(string op, int fleet, Func<object> work)
    {
        Loop(work, Measured / 2, 1); // warm
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (count, took) = Loop(work, Measured, 1);
        Write(op, count * fleet / took.TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - before) / (count * fleet), took.TotalSeconds / count);
    }

    private static void Write(string op, double perSecond, long bytes, double? seconds = null)
    {
        var line = new JsonObject { ["op"] = op, ["ops_per_s"] = Math.Round(perSecond), ["bytes_per_op"] = bytes };
        if (seconds is { } whole) line["seconds"] = Math.Round(whole, 3);
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
