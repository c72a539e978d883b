using Regenerator.Freezes;
using Regenerator.Studio.Access;
using Regenerator.Studio.Hosting;
using Regenerator.Studio.Inbox;

namespace Regenerator.Studio.Freezing;

/// <summary>For a time, nothing is applied: who said so, until when, and why.</summary>
internal static class FreezePages
{
    public static void Map(Door door)
    {
        door.Get("/freezes", ShowAsync);
        door.Post("/freezes", Role.Operator, SetAsync);
        door.Post("/freezes/{id}/end", Role.Operator, EndAsync);
    }

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        var seen = new List<FreezeLine>();
        foreach (var freeze in (await visit.Store.FreezesAsync(null, visit.Ct)).Where(visit.Sight.Sees).OrderByDescending(f => f.Set.At))
            seen.Add(new FreezeLine(await visit.Sight.PartOfAsync(freeze, visit.Store, visit.Ct), visit.Visitor.May(Role.Operator) && freeze.IsInForce(visit.Now) && visit.Sight.Owns(freeze.Set.Reach)));
        return Answer.Page.Of<FreezesView>(new FreezesModel(seen, visit.Now), "Freezes");
    }

    private static async Task<Answer> SetAsync(Visit visit)
    {
        if (Quiet.Of(visit.Field("for"))?.Until(visit.Now) is not { } until) return Answer.NotFound;
        if (Reach(visit.Field("what"), visit.Field("name")) is not { } reach) return visit.Refuse("Nothing was frozen: name the environment, the label (name=value) or the context.", "/freezes");
        if (!visit.Sight.Owns(reach)) return reach is FreezeReach.Context ? Answer.NotFound : TooMuch(reach);
        var set = new FreezeEvent.Set(reach, visit.Field("reason") ?? "", until) { Actor = visit.Visitor.Id, At = visit.Now };
        return Say(visit, await visit.Store.RecordFreezeAsync(FreezeId.Of(set), set, visit.Ct), $"Frozen: {reach}.");
    }

    private static async Task<Answer> EndAsync(Visit visit)
    {
        var id = new FreezeId(visit.Route("id")!);
        if ((await visit.Store.FreezesAsync(null, visit.Ct)).FirstOrDefault(f => f.Id == id) is not { } freeze || !visit.Sight.Sees(freeze)) return Answer.NotFound;
        if (!visit.Sight.Owns(freeze.Set.Reach)) return TooMuch(freeze.Set.Reach);
        if (visit.Field("reason") is not { } reason) return visit.Refuse("Not ended: say why, for whoever asks later.", "/freezes");
        var ended = new FreezeEvent.Ended(reason) { Actor = visit.Visitor.Id, At = visit.Now };
        return Say(visit, await visit.Store.RecordFreezeAsync(id, ended, visit.Ct), "It is over. What was approved is applied by the next pass.");
    }

    private static Answer.Problem TooMuch(FreezeReach reach) => Answer.NotYours($"you see some tenants only, and {reach} is more than that");

    private static Answer Say(Visit visit, FreezeResult result, string words) => result switch
    {
        FreezeResult.Recorded => visit.Tell(words, "/freezes"),
        FreezeResult.Refused refused => visit.Refuse($"Not done: {refused.Reason}.", "/freezes"),
        FreezeResult.NotFound => Answer.NotFound,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static FreezeReach? Reach(string? what, string? name) => (what, name) switch
    {
        ("everything", _) => new FreezeReach.Everything(),
        ("environment", { } environment) => new FreezeReach.Environment(environment),
        ("context", { } id) => new FreezeReach.Context(id),
        ("label", { } label) when label.Split('=', 2) is [{ Length: > 0 } key, { Length: > 0 } value] => new FreezeReach.Label(key, value),
        _ => null,
    };
}

internal sealed record FreezesModel(IReadOnlyList<FreezeLine> Freezes, DateTimeOffset Now);

/// <param name="MayEnd">Whoever looks may end it now.</param>
internal sealed record FreezeLine(Freeze Freeze, bool MayEnd);
