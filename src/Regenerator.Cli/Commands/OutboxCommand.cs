using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Storage;

namespace Regenerator.Cli.Commands;

/// <summary><c>outbox</c>: what sinks were not told, and what to do about it.</summary>
internal static class OutboxCommand
{
    // Nobody reads further; «--sink» narrows it down.
    private const int Most = 1000;

    public static Command Make() => new("outbox", "See what sinks did not take, and decide about it") { List(), Retry(), Drop() };

    private static Command List()
    {
        var sink = Sink();
        var parked = new Option<bool>("--parked") { Description = "Only what waits for you" };
        var dropped = new Option<bool>("--dropped") { Description = "Also what sinks were let go without" };
        return KeptStore.Over(new Command("list", "What sinks do not have, the oldest first") { sink, parked, dropped }, WhereNone.Empty, async (parsed, store, json, ct) =>
        {
            DeliveryState[] states = parsed.GetValue(parked) ? [DeliveryState.Parked] : [.. new DeliveryQuery().States];
            if (parsed.GetValue(dropped)) states = [.. states, DeliveryState.Dropped];
            var query = new DeliveryQuery { Sink = parsed.GetValue(sink), States = states, Limit = Most + 1 };
            var found = await store.ListDeliveriesAsync(query, ct);
            var shown = found.Take(Most).ToArray();
            if (json) Terminal.Json(ProposalJson.Text(new JsonObject { ["deliveries"] = new JsonArray([.. shown.Select(DeliveryView.Json)]), ["more"] = found.Count > Most }));
            else if (shown.Length == 0) Terminal.Answer(await NothingAsync(store, query, ct));
            else DeliveryView.List(shown, found.Count > Most);
            return ExitCode.Done;
        });
    }

    // That one sink has everything, or that nothing is given up on, does not mean that all is well; and a name may be a slip.
    private static async Task<string> NothingAsync(IDeliveryStore store, DeliveryQuery query, CancellationToken ct)
    {
        var elsewhere = await store.ListDeliveriesAsync(new DeliveryQuery { Limit = Most }, ct);
        if (elsewhere.Count == 0) return "every sink has what it asked for";
        var what = query.States.SequenceEqual([DeliveryState.Parked]) ? "no delivery is parked" : "nothing waits";
        var sinks = elsewhere.Select(d => d.Sink).Distinct(StringComparer.Ordinal);
        return Terminal.Plain($"{what}{(query.Sink is { } sink ? $" for a sink «{sink}»" : "")}; deliveries wait for {string.Join(", ", sinks)}");
    }

    private static Command Retry()
    {
        var (key, all, sink) = (Key(), All("Everything that sinks did not take"), Sink());
        return KeptStore.Over(new Command("retry", "Have it tried again at the next pass, with its tries counted anew") { key, all, sink }, WhereNone.Empty, async (parsed, store, json, ct) =>
        {
            var chosen = await ChosenAsync(store, parsed.GetValue(key), parsed.GetValue(all), parsed.GetValue(sink), ct);
            if (chosen.Count == 0 && !json)
            {
                Terminal.Answer(await NothingAsync(store, DeliveryQuery.Stuck with { Sink = parsed.GetValue(sink) }, ct));
                return ExitCode.Done;
            }

            return await SettleAsync(store, chosen, new DeliveryOutcome.Released(), "to be tried again", json, ct);
        });
    }

    private static Command Drop()
    {
        var (key, sink) = (Key(), Sink());
        key.Arity = ArgumentArity.ExactlyOne;
        var reason = CommonOptions.Reason("For whoever asks later");
        var actor = CommonOptions.Actor();
        return KeptStore.Over(new Command("drop", "Let the sink go without it; what waits behind it is delivered") { key, sink, reason, actor }, WhereNone.Empty, async (parsed, store, json, ct) =>
        {
            var chosen = await ChosenAsync(store, parsed.GetValue(key), all: false, parsed.GetValue(sink), ct);
            if (chosen.DistinctBy(d => d.Sink).Skip(1).Any()) throw new CommandException($"{chosen[0].Key} is stuck at {string.Join(" and ", chosen.Select(d => $"«{d.Sink}»"))}: name one with --sink");
            var dropped = new DeliveryOutcome.Dropped(Inbox.Person(parsed.GetValue(actor)), parsed.GetValue(reason)!, TimeProvider.System.GetUtcNow());
            return await SettleAsync(store, chosen, dropped, "dropped", json, ct);
        });
    }

    private static async Task<IReadOnlyList<Undelivered>> ChosenAsync(IDeliveryStore store, string? key, bool all, string? sink, CancellationToken ct)
    {
        if (key is null != all) throw new CommandException(key is null ? "outbox retry takes a key, or --all" : "outbox retry takes a key, or --all; not both");
        var stuck = await store.ListDeliveriesAsync(DeliveryQuery.Stuck with { Sink = sink, Limit = int.MaxValue }, ct);
        if (key is null) return stuck;
        var chosen = stuck.Where(d => d.Key.EndsWith(key, StringComparison.OrdinalIgnoreCase)).ToArray();
        var keys = chosen.Select(d => d.Key).Distinct().ToArray();
        return keys.Length switch
        {
            0 => throw new CommandException($"no delivery that failed has a key that ends with «{key}»{(sink is null ? "" : $" at sink «{sink}»")}; «outbox list» shows them"),
            1 => chosen,
            _ => throw new CommandException($"«{key}» fits {keys.Length} deliveries: {string.Join(", ", keys.Take(5))}{(keys.Length > 5 ? ", …" : "")}"),
        };
    }

    private static async Task<int> SettleAsync(IDeliveryStore store, IReadOnlyList<Undelivered> chosen, DeliveryOutcome outcome, string words, bool json, CancellationToken ct)
    {
        var settled = new List<Undelivered>();
        foreach (var delivery in chosen)
            if (await store.SettleDeliveryAsync(delivery.Sink, delivery.Key, outcome, ct)) settled.Add(delivery);
        if (json) Terminal.Json(ProposalJson.Text(new JsonObject { ["settled"] = new JsonArray([.. settled.Select(d => new JsonObject { ["sink"] = d.Sink, ["key"] = d.Key })]) }));
        else if (settled.Count == 0) Terminal.Answer("nothing is stuck any more");
        else foreach (var delivery in settled) Terminal.Answer($"{words}  {Terminal.Plain($"{delivery.Sink}  {delivery.Key}")}");
        return ExitCode.Done;
    }

    private static Argument<string?> Key() => new("key") { Description = "The delivery's key, or any end of it that is unique", Arity = ArgumentArity.ZeroOrOne };

    private static Option<bool> All(string description) => new("--all") { Description = description };

    private static Option<string?> Sink() => new("--sink") { Description = "Only of this sink", HelpName = "name" };
}
