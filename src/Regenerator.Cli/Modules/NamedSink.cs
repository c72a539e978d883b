using Regenerator.Proposals;

namespace Regenerator.Cli.Modules;

/// <summary>A module's sink under the name and for the moments that the configuration gives it.</summary>
internal sealed class NamedSink(string name, IReadOnlyList<Moment>? moments, IProposalSink sink) : IProposalSink
{
    public string Name => name;

    public IReadOnlySet<Moment> Moments { get; } = moments is { Count: > 0 } ? moments.ToHashSet() : sink.Moments;

    public TimeSpan TimeLimit => sink.TimeLimit;

    public int AtOnce => sink.AtOnce;

    public Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct) => sink.SubmitAsync(delivery, ct);
}
