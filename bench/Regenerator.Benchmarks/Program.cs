using BenchmarkDotNet.Running;
using Regenerator.Benchmarks;

return args switch
{
    ["start", .. var rest] => await StartCommand.RunAsync(rest),
    ["specs", "--input", var file] => SpecsCommand.Run(file),
    ["hold", "--input", var file] => HoldCommand.Run(file),
    ["cycle", .. var rest] => await Bench.AsTheCommandAsync(rest, CycleCommand.RunAsync),
    ["idle", .. var rest] => await Bench.AsTheCommandAsync(rest, IdleCommand.RunAsync),
    ["store", .. var rest] => await Bench.AsTheCommandAsync(rest, StoreCommand.RunAsync),
    ["fleet", .. var rest] => await Bench.AsTheCommandAsync(rest, FleetCommand.RunAsync),
    ["answers", .. var rest] => await AnswersCommand.RunAsync(rest),
    ["studio", .. var rest] => await Bench.AsTheCommandAsync(rest, StudioCommand.RunAsync),
    ["studio-host", var store, var contexts] => await StudioHost.RunAsync(store, int.Parse(contexts, System.Globalization.CultureInfo.InvariantCulture)),
    ["bdn", .. var rest] => BenchmarkSwitcher.FromAssembly(typeof(SpecsCommand).Assembly).Run(rest).Any() ? 0 : 1,
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: Regenerator.Benchmarks start [--runs N]            publishes the command ready-to-run and times «serve --once» on the sample
               Regenerator.Benchmarks specs --input FILE          the spec layer, one thread; FILE has blueprint, tenant and specs
               Regenerator.Benchmarks hold --input FILE           memory of 100,000 tenants like the one in FILE
               Regenerator.Benchmarks cycle [--contexts N] [--signals N] [--rules N] [--passes N]   signals that passes judge, in memory
               Regenerator.Benchmarks idle [--contexts N]         a fleet to which nothing happens
               Regenerator.Benchmarks store [--proposals N] [--store sqlite|postgres] [--at-once N] [--connection Host=…]   durable proposals, and bare rows beside them
               Regenerator.Benchmarks fleet [--tenants N] [--providers 1..3] [--latency 50ms] [--batch N] [--at-once N] [--store sqlite|postgres] [--connection Host=…]
                                                                  one pass over HTTP, which a process of its own answers after the latency
               Regenerator.Benchmarks answers [--latency 50ms]    that process: prints its port, ends when nothing is to be read any more
               Regenerator.Benchmarks studio [--proposals N] [--store sqlite|postgres] [--connection Host=…]   what the Studio and its API take over a large inbox
               Regenerator.Benchmarks bdn [BenchmarkDotNet's own arguments]
        Each command prints one JSON line per operation. «dotnet publish -c Release bench/Regenerator.Benchmarks» compiles beforehand, as releases
        are: the first pass of cycle is that of a released command only then.
        """);
    return 1;
}
