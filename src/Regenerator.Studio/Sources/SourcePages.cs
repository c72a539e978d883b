using Regenerator.Health;
using Regenerator.Signals;
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
        door.Post("/providers/quarantine", Role.Operator, ClearAsync, shared: true);
    }

    // An account and its budget are everybody's, and so is what could not be read; how far the providers' answers reach is each context's own.
    private static async Task<Answer> ShowAsync(Visit visit) => visit.Sight.IsWhole
        ? Answer.Page.Of<SourcesView>(new SourcesModel(await visit.Store.ProviderNotesAsync(visit.Ct), (await visit.Studio.Service.ReadinessAsync(visit.Ct)).Checks, visit.Now), "Providers")
        : Answer.Page.Of<KnownView>(new KnownModel([.. (await visit.Store.ProgressAsync([.. visit.Sight.Contexts.Select(c => c.Id)], visit.Ct)).Watermarks.Values.OrderBy(w => w.Key.ContextId, StringComparer.Ordinal).ThenBy(w => w.Key.Provider, StringComparer.Ordinal).ThenBy(w => w.Key.Window)]), "Providers");

    private static async Task<Answer> ClearAsync(Visit visit)
    {
        var gone = await visit.Store.ClearQuarantineAsync(null, visit.Ct);
        return visit.Tell($"{gone} {(gone == 1 ? "answer" : "answers")} forgotten.", "/providers");
    }
}

/// <param name="Watermarks">Of the visitor's own contexts, by context and provider.</param>
internal sealed record KnownModel(IReadOnlyList<Watermark> Watermarks);

internal sealed record SourcesModel(ProviderNotes Notes, IReadOnlyList<ReadinessCheck> Checks, DateTimeOffset Now);
