using System.Diagnostics;
using System.Text.Json.Nodes;
using Regenerator.Storage;
using Regenerator.Studio.Api;
using Regenerator.Studio.Api.Shapes;
using Spectre.Console;

namespace Regenerator.Cli.Output;

/// <summary>What sinks do not have, for people and for programs.</summary>
internal static class DeliveryView
{
    public static void List(IReadOnlyList<Undelivered> deliveries, bool more)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("[grey]SINK[/]", "[grey]KEY[/]", "[grey]STATE[/]", "[grey]SINCE[/]", "[grey]WHY[/]");
        foreach (var delivery in deliveries)
            table.AddRow(Terminal.Plain(delivery.Sink), Terminal.Plain(Short(delivery)), State(delivery.State), $"{delivery.At.ToLocalTime():yyyy-MM-dd HH:mm:ss}", Terminal.Plain(Why(delivery)));
        Terminal.Answer(table);
        if (more) Terminal.Answer($"[grey]only the first {deliveries.Count}; --sink narrows it down[/]");
    }

    public static JsonNode Json(Undelivered delivery) => ProposalJson.Node(DeliveryShape.Of(delivery), ApiJson.Wire.DeliveryShape);

    // Enough to be typed; the beginning of an id is the time, which neighbours share.
    private static string Short(Undelivered delivery) => $"{ProposalView.Short(delivery.ProposalId)}{delivery.Key[delivery.ProposalId.ToString().Length..]}";

    private static string State(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => "[grey]waiting[/]",
        DeliveryState.Failing => "[yellow]failing[/]",
        DeliveryState.Parked => "[red]parked[/]",
        DeliveryState.Dropped => "[grey]dropped[/]",
        _ => throw new UnreachableException(),
    };

    private static string Why(Undelivered delivery) => delivery switch
    {
        { Dropped: { } dropped } => $"{dropped.Actor}: {dropped.Reason}",
        { State: DeliveryState.Failing, NotBefore: { } again } => $"{delivery.Error} (failed {delivery.Tries}×, again at {again.ToLocalTime():HH:mm:ss})",
        { Error: { } error } => error,
        _ => "",
    };
}
