using Regenerator.Contexts;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

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
        if (edits.Length == 0) return new Ready(Write(wish, author, [], [], Blockers(wish, document, proseAccepted, [])), null);
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
        IReadOnlyList<ResolvedChange> effect;
        try
        {
            var after = SpecDocument.Read(document.Kind, document.Place with { Format = SpecFormat.Json }, System.Text.Encoding.UTF8.GetBytes(compiled.After.ToJsonString()));
            effect = Effect.Between(Resolve(context, document), Resolve(context, after));
        }
        catch (SpecFormatException problem)
        {
            return new Impossible($"the changed document would not read: {problem.Problem}");
        }

        if (effect.Count == 0) return new AlreadyTrue($"the app would not notice: what {document} resolves to stays the same");
        return new Ready(Write(wish, author, compiled.Touched, effect, Blockers(wish, document, proseAccepted, compiled.Touched)), compiled);
    }

    // A blueprint is shared: its effect is that on a tenant without overrides, whoever asked for the change.
    private static ResolvedAppConfig Resolve(RegenerationContext context, SpecDocument document) => document.Kind == SpecKind.Tenant
        ? AppConfig.Resolve(context.Blueprint, document.Tenant, context.Dependencies)
        : AppConfig.Resolve(document.Blueprint, TenantAppConfig.WithoutOverrides(document.Blueprint), context.Dependencies);

    private static Revision Write(
        SpecChangeProposal wish, string author, IReadOnlyList<TouchedElement> touched, IReadOnlyList<ResolvedChange> effect, IReadOnlyList<ProposalBlocker> blockers) => new()
        {
            Number = 1,
            Digest = RevisionDigest.Of(wish, touched, effect),
            Author = author,
            Proposal = wish,
            Touched = touched,
            Effect = effect,
            Blockers = blockers,
        };

    private static ProposalBlocker[] Blockers(SpecChangeProposal wish, SpecDocument document, bool proseAccepted, IReadOnlyList<TouchedElement> touched)
    {
        var blockers = new List<ProposalBlocker>(wish.Blockers ?? []);
        if (!proseAccepted && wish.Updates.Any(action => action.Edits.Count == 0))
            blockers.Add(new ProposalBlocker(ProposalBlocker.MissingDiff, "it says in words what to change; add the edits with «proposals edit»"));
        if (touched.Count == 0) return [.. blockers];
        if (document.Place.ReadOnlyReason is { } reason) blockers.Add(new ProposalBlocker(ProposalBlocker.ReadOnlyDocument, $"{document.Place.Name}: {reason}"));
        if (SemanticVersion.Next(document.Version) is null)
            blockers.Add(new ProposalBlocker(ProposalBlocker.Unversionable, $"{document.Place.Name}: «{document.Version}» is neither a semantic version nor an integer, so the next one is not known"));
        return [.. blockers];
    }
}
