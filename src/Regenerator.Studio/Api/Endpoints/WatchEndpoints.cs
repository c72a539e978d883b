using Microsoft.AspNetCore.Http;
using Regenerator.Contexts;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api.Shapes;
using Regenerator.Studio.Fleet;

namespace Regenerator.Studio.Api.Endpoints;

/// <summary>What is watched, by which rules, and what they came to.</summary>
internal static class WatchEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new(HttpMethods.Get, "/me", Role.Viewer, "Who asks, and what they may", ApiJson.Wire.VisitorShape, MeAsync),
        new(HttpMethods.Get, "/contexts", Role.Viewer, "Watched apps with the versions of their specs, how far they were read and what they ask for, by id", ApiJson.Wire.ContextListShape, ContextsAsync)
        {
            Parameters = [new("tenant", "Of this tenant"), new("q", "With this text in its id, its tenant's or its blueprint's"), new("limit", "At most so many, 1 to 200; 50 where it is absent", IsNumber: true), new("after", "The id that the page before ended with")],
        },
        new(HttpMethods.Get, "/contexts/{id}", Role.Viewer, "One of them, with what the rules came to and the proposals that it asked for", ApiJson.Wire.ContextRecordShape, ContextAsync),
        new(HttpMethods.Get, "/rules", Role.Viewer, "Each rule, and what became of its proposals", ApiJson.Wire.RuleListShape, RulesAsync),
        new(HttpMethods.Get, "/judgements", Role.Viewer, "What rules came to in contexts: why, and why not; by kind, rule and context", ApiJson.Wire.JudgementPageShape, JudgementsAsync)
        {
            Parameters = [new("context", "In this context"), new("rule", "Of this rule"), new("kind", "A kind, or several with commas between, such as unseen,undecided,inapplicable"), .. ProposalFilter.Paging],
        },
    ];

    private static Task<ApiAnswer> MeAsync(ApiCall call) => Task.FromResult<ApiAnswer>(ApiAnswer.Of(
        new VisitorShape(call.Visitor.Id, call.Visitor.Name, Tokens.Word(call.Visitor.Role), call.Visitor.Tenants is { } tenants ? [.. tenants.Order(StringComparer.Ordinal)] : null),
        ApiJson.Wire.VisitorShape));

    private static async Task<ApiAnswer> ContextsAsync(ApiCall call)
    {
        var of = call.Query("tenant") is { } tenant ? call.Sight.OfTenant(tenant) : call.Sight.Contexts;
        var (lines, next) = await Roster.ReadAsync(of, call.Query("q"), call.Query("after"), call.Limit(), call.Sight, call.Studio, call.Ct);
        return ApiAnswer.Of(new ContextListShape([.. lines.Select(ContextShape.Of)], [.. call.Sight.Sick.Select(s => new SickContextShape(s.Id, s.Reason))], next), ApiJson.Wire.ContextListShape);
    }

    private static async Task<ApiAnswer> ContextAsync(ApiCall call)
    {
        var id = call.Path("id");
        var context = call.Sight.FindContext(id) ?? throw new ApiRefusal(ApiProblem.NotFound("context", id));
        var line = (await Roster.LinesAsync([context], call.Sight, call.Studio, call.Ct))[0];
        var judgements = await call.Store.AllJudgementsAsync(new JudgementQuery { ContextId = id }, call.Ct).OrderBy(j => j.RuleId, StringComparer.Ordinal).ToListAsync(call.Ct); // as many as there are rules
        var open = (await call.Store.ListAsync(call.Sight.Of(ProposalQuery.Inbox with { ContextId = id, At = call.Now, Limit = 200 }), call.Ct)).Proposals;
        return ApiAnswer.Of(new ContextRecordShape(ContextShape.Of(line), [.. judgements.Select(JudgementShape.Of)], [.. open.Select(ProposalShape.Of)]), ApiJson.Wire.ContextRecordShape);
    }

    private static async Task<ApiAnswer> RulesAsync(ApiCall call)
    {
        var engine = call.Studio.Engine;
        var records = await RuleRecord.ReadAsync(call.Store, call.Sight.Of(new ProposalQuery { At = call.Now }), call.Ct);
        RuleShape[] rules =
        [
            .. engine.Rules.Select(r => RuleShape.Of(r.Id, r.Description, engine.Intake.TermsOf(r.Id).Mode.ToString().ToLowerInvariant(), records.GetValueOrDefault(r.Id) ?? new RuleRecord())),
            .. records.Where(r => engine.Rules.All(known => known.Id != r.Key)).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => RuleShape.Of(r.Key, null, null, r.Value)),
        ];
        return ApiAnswer.Of(new RuleListShape(rules), ApiJson.Wire.RuleListShape);
    }

    private static async Task<ApiAnswer> JudgementsAsync(ApiCall call)
    {
        var context = call.Query("context");
        if (context is not null && !call.Sight.SeesContext(context)) throw new ApiRefusal(ApiProblem.NotFound("context", context));
        var query = new JudgementQuery { ContextId = context, RuleId = call.Query("rule"), Kinds = Kinds(call.Query("kind")), After = Place(call.Query("after")), Limit = call.Limit() };
        var (judgements, next) = await call.Store.JudgementsAsync(call.Sight.Of(query), call.Ct);
        if (context is not null && judgements.Count == 0 && call.Sight.FindContext(context) is null) throw new ApiRefusal(ApiProblem.NotFound("context", context));
        return ApiAnswer.Of(new JudgementPageShape([.. judgements.Select(JudgementShape.Of)], next?.ToString()), ApiJson.Wire.JudgementPageShape);
    }

    private static JudgementKind[] Kinds(string? text) => text is null ? [] :
    [
        .. text.Split(',').Select(word => Enum.GetValues<JudgementKind>().Where(k => JudgementShape.Word(k) == word) is var named && named.Any() ? named.Single()
            : throw new ApiRefusal(ApiProblem.Malformed($"kind: «{word}» is no kind; known: {string.Join(", ", Enum.GetValues<JudgementKind>().Select(JudgementShape.Word))}"))),
    ];

    private static JudgementPlace? Place(string? text) =>
        text is null ? null : JudgementPlace.Parse(text) ?? throw new ApiRefusal(ApiProblem.Malformed($"after: «{text}» is no place among judgements"));
}
