using Regenerator.Cli.Hosting;
using Regenerator.Cli.Output;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Cli.Commands;

/// <summary>What <c>run</c> and <c>serve</c> have in common: pass once and answer, or pass until somebody stops it.</summary>
internal static class Passing
{
    /// <param name="json">Answer with one JSON object; only for <paramref name="once"/>.</param>
    /// <param name="detailed">Opened proposals are an exit code of their own.</param>
    /// <param name="host">What runs beside the passes until they end; begins before the first.</param>
    public static async Task<int> RunAsync(Engine engine, bool once, bool json, bool detailed, CancellationToken ct, Func<RegeneratorService, Task<IAsyncDisposable>>? host = null)
    {
        foreach (var warning in engine.Warnings) Terminal.Warning(warning);
        return once ? await OnceAsync(engine, json, detailed, ct) : await UntilStoppedAsync(engine, host, ct);
    }

    private static async Task<int> OnceAsync(Engine engine, bool json, bool detailed, CancellationToken ct)
    {
        await using var service = new RegeneratorService(engine.Options);
        if (await PassAsync(service, ct) is not { } report)
        {
            Terminal.Note("stopped before the pass was complete; what was begun is in the store, and the next start goes on from there");
            return ExitCode.Incomplete;
        }

        var living = await LivingAsync(engine, ct);
        if (json) Terminal.Json(ProposalJson.Text(ProposalJson.Of(report, living)));
        else new PassView(engine.Hint).Show(report, living);
        return report.IsIncomplete ? ExitCode.Incomplete
            : report.Applies.Any(a => a is Execution.ApplyResult.Failed) ? ExitCode.Failed
            : detailed && report.Opened.Any() ? ExitCode.Opened
            : ExitCode.Done;
    }

    private static async Task<int> UntilStoppedAsync(Engine engine, Func<RegeneratorService, Task<IAsyncDisposable>>? host, CancellationToken ct)
    {
        await using var service = new RegeneratorService(engine.Options);
        await using var hosted = host is null ? null : await host(service);
        Terminal.Note($"[bold]regenerator[/] watches {Terminal.Plain(engine.Name)}: {Terminal.Count(engine.Options.Rules.Count, "rule")}, windows of {Configuration.Duration.Text(engine.Options.Windows.Length)}, a look every {Configuration.Duration.Text(engine.Options.PollInterval)}. Ctrl-C ends it.");
        Terminal.Log?.Watching(engine.Name, engine.Options.Rules.Count, engine.Options.Providers.Count);
        var view = new PassView(engine.Hint);
        try
        {
            await foreach (var report in service.WatchAsync(ct))
                if (Terminal.Log is null) view.Show(report, await SeenAsync(engine, ct));
        }
        catch (OperationCanceledException)
        {
            Terminal.Log?.Stopped();
            Terminal.Note("stopped; what was begun is in the store, and the next start goes on from there");
        }

        return ExitCode.Done;
    }

    private static async Task<PassReport?> PassAsync(RegeneratorService service, CancellationToken ct)
    {
        try
        {
            return await service.RunOnceAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
    }

    // A store that can not be read for now is a fault of the pass, which is shown; the watch goes on.
    private static async Task<IReadOnlyList<Proposal>> SeenAsync(Engine engine, CancellationToken ct)
    {
        try
        {
            return await LivingAsync(engine, ct);
        }
        catch (StoreException)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<Proposal>> LivingAsync(Engine engine, CancellationToken ct) => (await engine.Store.ListAsync(ProposalQuery.Inbox, ct)).Proposals;
}
