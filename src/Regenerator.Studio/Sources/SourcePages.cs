using Regenerator.Health;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Sources;

/// <summary>How providers are, what of theirs could not be read, and whether Regenerator itself is well.</summary>
internal static class SourcePages
{
    public static void Map(Door door)
    {
        door.Get("/providers", ShowAsync);
        door.Post("/providers/quarantine", Role.Operator, ClearAsync);
    }

    private static async Task<Answer> ShowAsync(Visit visit) =>
        Answer.Page.Of<SourcesView>(new SourcesModel(await visit.Studio.Service.Store.ProviderNotesAsync(visit.Ct), (await visit.Studio.Service.ReadinessAsync(visit.Ct)).Checks), "Providers");

    private static async Task<Answer> ClearAsync(Visit visit)
    {
        var gone = await visit.Studio.Service.Store.ClearQuarantineAsync(null, visit.Ct);
        return visit.Tell($"{gone} {(gone == 1 ? "answer" : "answers")} forgotten.", "/providers");
    }
}

internal sealed record SourcesModel(ProviderNotes Notes, IReadOnlyList<ReadinessCheck> Checks);
