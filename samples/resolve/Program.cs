// What an app needs of Regenerator.Specs to know its own config: no engine, no reflection. Published as native code, it starts in milliseconds:
//   dotnet publish samples/resolve -c Release
using Regenerator.Specs;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation;

if (args is not [var blueprintFile, var tenantFile])
{
    Console.Error.WriteLine("usage: resolve <blueprint> <tenant>");
    return 1;
}

try
{
    var blueprint = SpecDocument.Read(SpecKind.Blueprint, SpecPlace.File(blueprintFile), File.ReadAllBytes(blueprintFile)).Blueprint;
    var tenant = SpecDocument.Read(SpecKind.Tenant, SpecPlace.File(tenantFile), File.ReadAllBytes(tenantFile)).Tenant;

    var app = AppConfig.Resolve(blueprint, tenant);
    Console.WriteLine($"{app.Branding.AppName} at {app.Branding.Domain}");
    foreach (var (slot, workflow) in app.Workflows) Console.WriteLine($"{slot} runs {workflow.Display}");

    var missing = AppConfig.Compose(blueprint, tenant, SpecRegistries.None).Missing;
    Console.WriteLine($"{missing.Count} references to look up");
    var report = AppConfig.Validate(blueprint, tenant, new ValidationContext { OnlyWhatIsGiven = true });
    foreach (var finding in report.Findings) Console.WriteLine(finding);
    return report.IsValid ? 0 : 2;
}
catch (Exception problem) when (problem is SpecFormatException or IOException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
