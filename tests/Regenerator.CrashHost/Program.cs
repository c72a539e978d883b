using System.Globalization;
using System.Runtime.InteropServices;
using Regenerator.CrashHost;
using Regenerator.Execution;

// CrashHost <folder> <end at the n-th fault point, 0: never> apply <what fails>
//                                                            deliver
//                                                            pass <store> <seed> <window> <signal>
// Kills itself at that point, or asks itself to stop. Prints the point, or all that it came by.
var (folder, endAt, what) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), args[2]);
var signal = what == "pass" ? int.Parse(args[6], CultureInfo.InvariantCulture) : ProcessSignal.Kill;
var reached = new List<string>();
FaultPoint.Reached = name =>
{
    lock (reached)
    {
        reached.Add(name);
        if (reached.Count != endAt) return;
    }

    Console.WriteLine(name);
    Console.Out.Flush();
    ProcessSignal.Send(signal);
};
using var stop = new CancellationTokenSource();
using var asked = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.Cancel();
});
try
{
    await (what switch
    {
        "apply" => new ApplyScenario(folder, args[3]).ContinueAsync(stop.Token),
        "deliver" => new DeliverScenario(folder).ContinueAsync(stop.Token),
        _ => new PassScenario(args[3], Path.Combine(folder, "told.log"), int.Parse(args[4], CultureInfo.InvariantCulture)).PassAsync(int.Parse(args[5], CultureInfo.InvariantCulture), stop.Token),
    });
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}

if (reached.Count < endAt || endAt == 0) Console.WriteLine(string.Join(',', reached));
return 0;
