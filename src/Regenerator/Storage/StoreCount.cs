using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>How much there is of what somebody still has to deal with.</summary>
/// <param name="Living">Proposals that reviewers see, by state; a state that none is in may be absent.</param>
/// <param name="Sinks">By name, of every sink that has asked at least once.</param>
public sealed record StoreCount(IReadOnlyDictionary<ProposalState, int> Living, IReadOnlyDictionary<string, SinkBacklog> Sinks)
{
    /// <param name="living">One row per state.</param>
    /// <param name="sinks">Every sink.</param>
    /// <param name="undelivered">One row per sink and state.</param>
    public static StoreCount Of(IEnumerable<(string State, long Count)> living, IEnumerable<string> sinks, IEnumerable<(string Sink, string State, long Count)> undelivered)
    {
        var backlog = undelivered.ToDictionary(u => (u.Sink, Enum.Parse<DeliveryState>(u.State)), u => (int)u.Count);
        return new StoreCount(
            living.ToDictionary(l => Enum.Parse<ProposalState>(l.State), l => (int)l.Count),
            sinks.ToDictionary(
                sink => sink,
                sink => new SinkBacklog(backlog.GetValueOrDefault((sink, DeliveryState.Waiting)), backlog.GetValueOrDefault((sink, DeliveryState.Failing)), backlog.GetValueOrDefault((sink, DeliveryState.Parked))),
                StringComparer.Ordinal));
    }
}

/// <summary>What one sink does not have.</summary>
/// <param name="Waiting">Not tried yet, or behind another one of the same proposal.</param>
/// <param name="Failing">Did not get through, and is tried again.</param>
/// <param name="Parked">Waits for an operator.</param>
public sealed record SinkBacklog(int Waiting, int Failing, int Parked);
