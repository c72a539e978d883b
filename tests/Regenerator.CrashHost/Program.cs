using System.Globalization;
using Regenerator.CrashHost;
using Regenerator.Execution;

// CrashHost <folder> <kill at the n-th fault point, 0: never> <what fails, or «deliver»>. Prints the point at which it kills itself, else how many it came by.
var (folder, killAt, fails) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), args[2]);
var reached = 0;
FaultPoint.Reached = name =>
{
    if (++reached != killAt) return;
    Console.WriteLine(name);
    Console.Out.Flush();
    Signals.Kill();
};
if (fails == "deliver") await new DeliverScenario(folder).ContinueAsync(CancellationToken.None);
else await new ApplyScenario(folder, fails).ContinueAsync(CancellationToken.None);
Console.WriteLine(reached);
return 0;
