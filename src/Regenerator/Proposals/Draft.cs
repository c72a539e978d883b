using Regenerator.Contexts;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;

namespace Regenerator.Proposals;

/// <summary>A wish held against the document as it is: what it would touch, what the app would notice, what stands in its way. Pure.</summary>
public abstract record Draft
{
    private Draft()
    {
    }

    /// <param name="Revision">Number 1; whoever revises an existing proposal renumbers it.</param>
    /// <param name="Edits">Null where the updates are prose.</param>
    public sealed record Ready(Revision Revision, CompiledEdits? Edits) : Draft;

    /// <param name="Why">One clause.</param>
    public sealed record AlreadyTrue(string Why) : Draft;

    /// <param name="Why">One clause: the edits do not fit this document.</param>
    public sealed record Impossible(string Why) : Draft;

    /// <param name="proseAccepted">A custom updater carries out prose: it is no blocker.</param>
    public static Draft Of(RegenerationContext context, SpecChangeProposal wish, string author, bool proseAccepted = false)
    {
        var document = context.Document(wish.Target.TenantScoped);
        SpecEdit[] edits = [.. wish.Updates.SelectMany(action => action.Edits)];
        if (edits.Length == 0) return new Ready(Write(wish, author, document, null, proseAccepted), null);
        return EditCompiler.Compile(document, edits) switch
        {
            CompileResult.Refused refused => new Impossible($"{edits[refused.Edit].Sentence}: {refused.Reason}"),
            CompileResult.AlreadyTrue => new AlreadyTrue($"{document} says so already"),
            CompileResult.Changed changed => Of(context, wish, author, proseAccepted, document, changed.Edits),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Guards a raw patch against the document it was written for, so that it can be recognised as stale later.</summary>
    public static SpecChangeProposal Guarded(RegenerationContext context, SpecChangeProposal wish)
    {
        if (!wish.Updates.Any(action => action.Edits.Any(edit => edit is SpecEdit.Patch))) return wish;
        var guarded = new Queue<SpecEdit>(EditCompiler.Guard(context.Document(wish.Target.TenantScoped), [.. wish.Updates.SelectMany(action => action.Edits)]));
        return wish with { Actions = [.. wish.Actions.Select(action => action.Edits.Count == 0 ? action : action with { Edits = [.. action.Edits.Select(_ => guarded.Dequeue())] })] };
    }

    private static Draft Of(RegenerationContext context, SpecChangeProposal wish, string author, bool proseAccepted, SpecDocument document, CompiledEdits compiled)
    {
        try
        {
            var after = compiled.On(document);
            var effect = Effect.Between(Resolve(context, document), Resolve(context, after));
            if (effect.Count == 0) return new AlreadyTrue($"the app would not notice: what {document} resolves to stays the same");
            var change = new Change(compiled.Touched, effect, ValidationReport.Compare(Validate(context, document), Validate(context, after)));
            return new Ready(Write(wish, author, document, change, proseAccepted), compiled);
        }
        catch (SpecFormatException problem)
        {
            return new Impossible($"the changed document would not read: {problem.Problem}");
        }
    }

    // A blueprint is shared: its effect is that on a tenant without overrides, whoever asked for the change.
    private static ResolvedAppConfig Resolve(RegenerationContext context, SpecDocument document) => document.Kind == SpecKind.Tenant
        ? AppConfig.Resolve(context.Blueprint, document.Tenant, context.Dependencies)
        : AppConfig.Resolve(document.Blueprint, TenantAppConfig.WithoutOverrides(document.Blueprint), context.Dependencies);

    /// <summary>What there is to say of one of a context's documents, or of one that would stand in its place.</summary>
    public static ValidationReport Validate(RegenerationContext context, SpecDocument document)
    {
        var given = new ValidationContext { Registries = context.Dependencies ?? SpecRegistries.None, OnlyWhatIsGiven = true };
        return document.Kind == SpecKind.Tenant ? AppConfig.ValidateTenant(context.Blueprint, document.Tenant, given) : AppConfig.Validate(document.Blueprint, given);
    }

    private static Revision Write(SpecChangeProposal wish, string author, SpecDocument document, Change? change, bool proseAccepted) => new()
    {
        Number = 1,
        Digest = RevisionDigest.Of(wish, change?.Touched ?? [], change?.Effect ?? []),
        Author = author,
        Proposal = wish,
        Touched = change?.Touched ?? [],
        Effect = change?.Effect ?? [],
        Introduced = change?.Findings.Introduced ?? [],
        Fixed = change?.Findings.Fixed ?? [],
        Blockers = [.. wish.Blockers ?? [], .. Blockers(wish, document, change, proseAccepted)],
    };

    private static IEnumerable<ProposalBlocker> Blockers(SpecChangeProposal wish, SpecDocument document, Change? change, bool proseAccepted)
    {
        if (!proseAccepted && wish.Updates.Any(action => action.Edits.Count == 0))
            yield return new ProposalBlocker(ProposalBlocker.MissingDiff, "it says in words what to change; add the edits with «proposals edit»");
        if (change is null) yield break;
        if (document.Place.ReadOnlyReason is { } reason) yield return new ProposalBlocker(ProposalBlocker.ReadOnlyDocument, $"{document.Place.Name}: {reason}");
        if (SemanticVersion.Next(document.Version) is null)
            yield return new ProposalBlocker(ProposalBlocker.Unversionable, $"{document.Place.Name}: «{document.Version}» is neither a semantic version nor an integer, so the next one is not known");
        Finding[] errors = [.. change.Findings.Introduced.Where(finding => finding.Severity == Severity.Error)];
        if (errors.Length > 0)
            yield return new ProposalBlocker(ProposalBlocker.IntroducesErrors, $"{errors[0].Code}: {errors[0].Message}{(errors.Length == 1 ? "" : $" (and {errors.Length - 1} more)")}");
    }

    /// <summary>What the edits of a wish come to.</summary>
    private sealed record Change(IReadOnlyList<TouchedElement> Touched, IReadOnlyList<ResolvedChange> Effect, FindingChanges Findings);
}
