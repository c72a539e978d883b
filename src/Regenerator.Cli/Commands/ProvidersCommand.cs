using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;

namespace Regenerator.Cli.Commands;

/// <summary><c>providers</c>: how the sources of signals are, as the last pass left word of it.</summary>
internal static class ProvidersCommand
{
    public static Command Make() => new("providers", "See how the sources of signals are, and what they said that could not be read") { List(), Quarantine() };

    private static Command List() => KeptStore.Over(new Command("list", "Lag, breaker, budget and pause of each provider at the end of the last pass"), WhereNone.Empty, async (_, store, json, ct) =>
    {
        var (notes, now) = ((await store.ProviderNotesAsync(ct)).Providers, TimeProvider.System.GetUtcNow());
        if (json) Terminal.Json(ProposalJson.Text(new JsonObject { ["providers"] = new JsonArray([.. notes.Select(n => ProviderView.Json(n, now))]) }));
        else if (notes.Count == 0) Terminal.Answer("no pass has asked a provider yet");
        else ProviderView.List(notes, now);
        return ExitCode.Done;
    });

    private static Command Quarantine()
    {
        var provider = new Option<string?>("--provider") { Description = "Only of this provider", HelpName = "name" };
        var clear = new Option<bool>("--clear") { Description = "Forget them" };
        return KeptStore.Over(new Command("quarantine", "Answers that could not be read, the oldest first") { provider, clear }, WhereNone.Empty, async (parsed, store, json, ct) =>
        {
            var of = parsed.GetValue(provider);
            var notes = await store.ProviderNotesAsync(ct);
            string[] known = [.. notes.Providers.Select(n => n.Health.Provider).Concat(notes.Quarantined.Select(q => q.Provider)).Distinct(StringComparer.Ordinal)];
            if (of is not null && !known.Contains(of, StringComparer.Ordinal)) throw new CommandException($"no pass has asked a provider «{of}»; known: {(known.Length == 0 ? "none yet" : string.Join(", ", known))}");
            var found = notes.Quarantined.Where(q => of is null || string.Equals(q.Provider, of)).ToArray();
            var cleared = parsed.GetValue(clear) ? await store.ClearQuarantineAsync(of, ct) : (int?)null;
            if (json) Terminal.Json(ProposalJson.Text(new JsonObject { ["quarantined"] = new JsonArray([.. found.Select(ProviderView.Json)]), ["cleared"] = cleared }));
            else if (cleared is { } gone) Terminal.Answer($"forgot {Terminal.Count(gone, "answer")}");
            else if (found.Length == 0) Terminal.Answer("every answer could be read");
            else ProviderView.List(found);
            return ExitCode.Done;
        });
    }
}
