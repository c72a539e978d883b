using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Review;

/// <summary>
/// The inverse of what was applied, on the document as it is now: of the elements, not of the file, so that what changed elsewhere since stays.
/// A closed hierarchy.
/// </summary>
public abstract record Rollback
{
    /// <summary>What stands where other proposals name the rule that wants them.</summary>
    public const string RuleId = "rollback";

    private Rollback()
    {
    }

    /// <param name="Wish">Compiles on the document as it is.</param>
    public sealed record Ready(SpecChangeProposal Wish) : Rollback;

    /// <param name="Reason">One clause: what stands against it, and what is there now.</param>
    public sealed record Refused(string Reason) : Rollback;

    /// <summary>Pure.</summary>
    /// <param name="before">The document as the proposal found it.</param>
    /// <param name="today">The document as it is.</param>
    /// <param name="reason">Why; null: none was given.</param>
    public static Rollback Of(Proposal applied, SpecDocument before, SpecDocument today, string? reason)
    {
        SpecEdit[] edits = [.. applied.Revision.Proposal.Updates.SelectMany(action => action.Edits)];
        if (EditCompiler.Compile(before, edits) is not CompileResult.Changed(var change)) return new Refused("its edits changed nothing");
        var inverse = EditCompiler.Inverse(before, edits);
        if (EditCompiler.Compile(change.On(before), inverse) is not CompileResult.Changed(var left)) return new Refused("there are no edits that take it back");
        return EditCompiler.Compile(today, inverse) switch
        {
            CompileResult.AlreadyTrue => new Refused($"{today} says already what it said before"),
            CompileResult.Refused refused => new Refused($"{today} has moved on: {inverse[refused.Edit].Sentence}: {refused.Reason}"),
            CompileResult.Changed(var now) => Moved(left, now) is { } moved ? new Refused($"{today} has moved on: {moved}") : new Ready(Written(applied, inverse, reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The wish of a rollback, by which there is one of them at a time.</summary>
    public static Fingerprint FingerprintOf(Proposal applied) => Fingerprint.Of(RuleId, applied.Scope, applied.Revision.Proposal with { Id = IdOf(applied) });

    // Somebody has changed since what would be put back: that is theirs to decide about.
    private static string? Moved(CompiledEdits left, CompiledEdits now)
    {
        var elements = left.Touched.ToDictionary(t => t.Element, t => t.Before, StringComparer.Ordinal);
        return now.Touched.Where(t => !string.Equals(elements.GetValueOrDefault(t.Element), t.Before))
            .Select(t => $"«{t.Element}» is {t.Before ?? "absent"} now, and was left as {elements.GetValueOrDefault(t.Element) ?? "absent"}").FirstOrDefault();
    }

    private static SpecChangeProposal Written(Proposal applied, IReadOnlyList<SpecEdit> inverse, string? reason)
    {
        var original = applied.Revision.Proposal;
        ProposalAction update = applied.Scope.TenantScoped ? new ProposalAction.UpdateTenantConfig { Edits = inverse } : new ProposalAction.UpdateBlueprint { Edits = inverse };
        string[] migrations = [.. original.Actions.OfType<ProposalAction.RunMigrations>().SelectMany(action => action.Migrations)];
        return new SpecChangeProposal
        {
            Id = IdOf(applied),
            Title = $"Roll back «{original.Title}»",
            Summary = reason ?? $"what «{original.Title}» changed is put back",
            Confidence = Confidence.High,
            Rationale = [$"it was applied on {applied.EndedAt:yyyy-MM-dd HH:mm} UTC as proposal {applied.Id}"],
            Target = original.Target,
            Actions = [update, .. original.Actions.Where(action => action is ProposalAction.RunTests or ProposalAction.TriggerRegeneration)],
            Blockers = migrations.Length == 0 ? null : [new ProposalBlocker("manual_review", $"the migrations that it ran stay as they are: {string.Join(", ", migrations)}")],
        };
    }

    private static string IdOf(Proposal applied) => applied.Id.ToString();
}
