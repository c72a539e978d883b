using System.CommandLine;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Hosting;
using Regenerator.Cli.Output;

namespace Regenerator.Cli.Commands;

/// <summary><c>serve</c>: the daemon over a workspace.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var workspace = new Argument<string>("workspace") { Description = "Folder with regenerator.json", DefaultValueFactory = _ => "." };
        var urls = Urls();
        var once = CommonOptions.Once();
        var detailed = CommonOptions.Detailed();
        var output = CommonOptions.Output();
        var format = LogFormat();
        var command = new Command("serve", "Watch every app of a workspace") { workspace, urls, once, detailed, output, format };
        command.SetAction(async (parsed, ct) =>
        {
            var json = parsed.GetValue(output) == "json";
            if (json && !parsed.GetValue(once)) throw new CommandException("--output json answers once: add --once");
            if (parsed.GetValue(format) == "json") Terminal.Log = new JsonLog(Console.Error, TimeProvider.System);
            var place = Workspace.Find(parsed.GetValue(workspace)!);
            if (parsed.GetValue(urls) is { } given && ListenAddresses.WhyNot(given, WorkspaceConfig.Read(place.ConfigPath).Auth is not null) is { } reason) throw new CommandException($"--urls: {reason}");
            await using var engine = await Composition.WorkspaceAsync(place, openStore: true, TimeProvider.System, ct);
            using var export = Otlp.Start(engine.Otlp);
            var addresses = ListenAddresses.Of(parsed.GetValue(urls) ?? engine.Http.Urls);
            return await Passing.RunAsync(engine, parsed.GetValue(once), json, parsed.GetValue(detailed), ct, addresses.Count == 0 ? null : service => ListenAsync(addresses, engine, service, ct));
        });
        return command;
    }

    private static Option<string?> Urls()
    {
        var option = new Option<string?>("--urls") { Description = $"Where to serve the Studio, the API, /healthz, /readyz and /metrics; none: nowhere [default: {ListenAddresses.Standard}]", HelpName = "address" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && ListenAddresses.WhyNot(given, authenticated: true) is { } reason) result.AddError($"--urls: {reason}");
        });
        return option;
    }

    private static Option<string> LogFormat()
    {
        var option = new Option<string>("--log-format") { Description = "text for people, or json: one event a line on stderr, and nothing else there", DefaultValueFactory = _ => "text", HelpName = "text|json" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not ("text" or "json")) result.AddError($"--log-format: «{result.GetValueOrDefault<string>()}» is no format; text or json");
        });
        return option;
    }

    // Apart, so that nothing of the web server is loaded before it is wanted.
    private static async Task<IAsyncDisposable> ListenAsync(IReadOnlyList<string> addresses, Engine engine, RegeneratorService service, CancellationToken ct)
    {
        var invitation = new Invitation(addresses[0]);
        var studio = invitation.To(engine, service);
        var listener = await Listener.StartAsync(addresses, studio, engine.Auth, engine.Http, ct);
        invitation.Address = listener.Addresses.First();
        foreach (var address in listener.Addresses) Terminal.Log?.Listening(address);
        Terminal.Note($"listens on {Terminal.Plain(string.Join(", ", listener.Addresses))}: the Studio, /api/v1, /healthz, /readyz, /metrics");
        if (engine.Auth?.Oidc is null) invitation.Print(studio.Sessions);
        return listener;
    }
}
