using Regenerator.Conformance;

if (args is not [var folder] || !Directory.Exists(folder))
{
    Console.Error.WriteLine(args is [var missing] ? $"{missing}: no such folder" : "usage: Regenerator.Conformance <folder with *.json vector files>");
    return 1;
}

var report = new Report(Console.Out, Compatibility.Find());
foreach (var suite in Suite.All)
    foreach (var file in suite.FilesIn(folder))
        await suite.RunAsync(file, report);

report.LeaveOut([.. Directory.GetFiles(folder, "*.json").Where(file => !Suite.All.Any(suite => suite.Knows(file)))]);
return report.Finish();
