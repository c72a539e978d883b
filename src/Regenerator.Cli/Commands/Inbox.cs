using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;

namespace Regenerator.Cli.Commands;

/// <summary>One person at the desk: the workspace they are in, who they are, how they want to be answered.</summary>
internal sealed record Inbox(Engine Engine, string Actor, bool Json) : IAsyncDisposable
{
    public static async Task<Inbox> OpenAsync(string? workspace, string? store, WhereNone none, string? actor, bool json, CancellationToken ct)
    {
        var person = Person(actor);
        return new Inbox(await EngineAsync(workspace, store, none, ct), person, json);
    }

    /// <summary>Who decides, as histories write it.</summary>
    /// <param name="name">Null: by the login name.</param>
    public static string Person(string? name)
    {
        name ??= Environment.UserName;
        return name.Length > 0 && !name.Contains(':') ? $"person:{name}" : throw new CommandException($"--as: «{name}» is no name; a name has no colon");
    }

    /// <exception cref="CommandException">No proposal, or more than one, ends or begins like this.</exception>
    public async Task<ProposalRecord> FindAsync(string text, CancellationToken ct)
    {
        var id = await IdAsync(text, ct);
        if (await Engine.Store.GetAsync(id, ct) is { } record) return record;
        var members = await Engine.Reviewer.MembersAsync(id, ct);
        throw new CommandException(members.Count == 0 ? $"there is no proposal {text}" : $"«{text}» is an item of {members.Count} proposals: name one of them, such as {ProposalView.Short(members[0].Id)}");
    }

    /// <summary>The proposals that live under an item's id; none of them when the id is that of one proposal.</summary>
    /// <exception cref="CommandException">None, or more than one, ends or begins like this.</exception>
    public async Task<(ProposalId Id, IReadOnlyList<Proposal> Members)> FindItemAsync(string text, CancellationToken ct)
    {
        var id = await IdAsync(text, ct);
        if (await Engine.Store.GetAsync(id, ct) is not null) return (id, []);
        var members = await Engine.Reviewer.MembersAsync(id, ct);
        if (members.Count == 0 && (await Engine.Store.ListAsync(new ProposalQuery { Item = id, Limit = 1 }, ct)).Proposals.Count == 0) throw new CommandException($"there is no proposal {text}");
        return members.Count > 0 ? (id, members) : throw new CommandException($"nothing of the item {text} lives any more; «proposals list --all» shows what became of it");
    }

    /// <summary>The proposal of an id that was found.</summary>
    public async Task<ProposalRecord> RecordAsync(ProposalId id, CancellationToken ct) => (await Engine.Store.GetAsync(id, ct))!;

    private async Task<ProposalId> IdAsync(string text, CancellationToken ct)
    {
        if (ProposalId.Parse(text) is { } whole) return whole;
        var all = await Engine.Store.AllAsync(new ProposalQuery { Limit = 1000 }, ct).Select(p => (p.Id, p.Item)).ToListAsync(ct);
        var shared = all.CountBy(p => p.Item).Where(item => item.Value > 1).Select(item => item.Key);
        ProposalId[] ids = [.. all.Select(p => p.Id).Concat(shared).Where(Fits).Distinct()];
        return ids switch
        {
            [] => throw new CommandException($"no proposal's id ends or begins with «{text}»"),
            [var id] => id,
            _ => throw new CommandException($"«{text}» fits {ids.Length} proposals: {string.Join(", ", ids.Take(5))}{(ids.Length > 5 ? ", …" : "")}"),
        };

        bool Fits(ProposalId id) => id.ToString() is var whole && (whole.EndsWith(text, StringComparison.OrdinalIgnoreCase) || whole.StartsWith(text, StringComparison.OrdinalIgnoreCase));
    }

    public async Task ShowAsync(ProposalId item, IReadOnlyList<Proposal> members, CancellationToken ct)
    {
        if (Json) Terminal.Json(ProposalJson.Text(ProposalJson.Of(item, members)));
        else ItemView.Show(item, members, await RecordAsync(members.MaxBy(m => m.Sightings.Magnitude)!.Id, ct), Engine.Hint);
    }

    /// <returns>The digest that was on the screen; null: the person said no.</returns>
    /// <exception cref="CommandException">Nobody can be asked; names the current digest.</exception>
    public async Task<string?> AskAsync(ProposalId item, IReadOnlyList<Proposal> members, string question, CancellationToken ct)
    {
        Proposal[] open = [.. members.Where(m => m.State.WaitsForPeople())];
        if (open.Length == 0) throw new CommandException("nothing of it waits for a decision", ExitCode.Refused);
        var digest = RevisionDigest.OfItem(open);
        if (!Terminal.IsInteractive || Json) throw new CommandException($"this is not a terminal: name what you have seen with --digest; the current one is {digest[..12]}");
        await ShowAsync(item, members, ct);
        return Terminal.Ask(question) ? digest : null;
    }

    /// <exception cref="CommandException">It was refused; says by what.</exception>
    public static async Task<ItemResult.Decided> DecideAsync(Task<ItemResult> deciding) => await deciding switch
    {
        ItemResult.Decided decided => decided,
        ItemResult.NotTaken not => throw new CommandException(not.Reason, ExitCode.Refused),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public int Say(ItemResult.Decided decided)
    {
        if (Json) Terminal.Json(ProposalJson.Text(ProposalJson.Of(decided)));
        else ItemView.Show(decided);
        return decided.Refused.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>One after the other: each document is its own apply, and one that fails leaves the others alone.</summary>
    public async Task<int> ApplyAsync(IReadOnlyList<Proposal> approved, IReadOnlyList<DecideResult.Refused> refused, CancellationToken ct, string? breakGlass = null)
    {
        var results = new List<ApplyResult>();
        foreach (var proposal in approved) results.Add(await Engine.Applier.ApplyAsync(proposal.Id, Actor, breakGlass, ct));
        if (Json)
        {
            Terminal.Json(ProposalJson.Text(new JsonObject { ["applies"] = new JsonArray([.. results.Select(ProposalJson.Of)]) }));
        }
        else
        {
            foreach (var result in results) ProposalView.Show(result);
            ItemView.Show(refused);
        }

        return results.Select(Code).Append(refused.Count == 0 ? ExitCode.Done : ExitCode.Refused).Max();
    }

    public Task ShowAsync(ProposalRecord record, CancellationToken ct) =>
        ShowAsync(record with { Proposal = Lifecycle.At(record.Proposal, Engine.Options.Time.GetUtcNow()) }, Engine.Hint, ct);

    private async Task ShowAsync(ProposalRecord record, string? hint, CancellationToken ct)
    {
        var standing = await Engine.Reviewer.StandingAsync(record.Proposal, ct);
        var diff = record.Proposal.IsLiving ? await DiffAsync(record.Proposal, ct) : null;
        Freeze[] freezes = record.Proposal.State.IsWithdrawable() ? await HoldingAsync(record.Proposal, ct) : [];
        if (Json) Terminal.Json(ProposalJson.Text(ProposalJson.Of(record, standing, diff, freezes)));
        else ProposalView.Show(record, standing, diff, freezes, hint);
    }

    /// <returns>The digest that was on the screen; null: the person said no.</returns>
    /// <exception cref="CommandException">Nobody can be asked; names the current digest.</exception>
    public async Task<string?> AskAsync(ProposalRecord record, string question, CancellationToken ct)
    {
        var digest = record.Proposal.Revision.Digest;
        if (!Terminal.IsInteractive || Json) throw new CommandException($"this is not a terminal: name the revision you have seen with --digest; the current one is {digest[..12]}");
        await ShowAsync(record, hint: null, ct);
        return Terminal.Ask(question) ? digest : null;
    }

    /// <exception cref="CommandException">It was refused; says by what.</exception>
    public static async Task<Proposal> DecideAsync(Task<DecideResult> deciding) => await deciding switch
    {
        DecideResult.Decided decided => decided.Proposal,
        DecideResult.Refused refused => throw new CommandException($"{ProposalView.Short(refused.Current.Id)}: {refused.Reason}", ExitCode.Refused),
        DecideResult.NotFound => throw new CommandException("there is no such proposal"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public int Say(Proposal decided)
    {
        if (Json) Terminal.Json(ProposalJson.Text(ProposalJson.Of(decided)));
        else Terminal.Answer($"{ProposalView.State(decided.State)}  {Terminal.Plain(decided.Revision.Proposal.Title)}, revision {decided.Revision.Number} [grey]{decided.Revision.Digest[..12]}[/]");
        return ExitCode.Done;
    }

    /// <summary>What is frozen now.</summary>
    public async Task<IReadOnlyList<Freeze>> FreezesAsync(CancellationToken ct)
    {
        var now = Engine.Options.Time.GetUtcNow();
        return [.. (await Engine.Store.FreezesAsync(now, ct)).Where(f => f.IsInForce(now))];
    }

    /// <param name="breakGlass">Why it is to be applied in spite of a freeze; null: it is not.</param>
    public async Task<int> ApplyAsync(Proposal proposal, CancellationToken ct, string? breakGlass = null)
    {
        var before = await BytesAsync(proposal, ct);
        var result = await Engine.Applier.ApplyAsync(proposal.Id, Actor, breakGlass, ct);
        if (result is ApplyResult.Refused { Proposal.State: ProposalState.Applying or ProposalState.Applied } && await OutcomeAsync(proposal.Id, ct) is { } outcome) result = outcome;
        if (Json)
        {
            Terminal.Json(ProposalJson.Text(ProposalJson.Of(result)));
        }
        else
        {
            ProposalView.Show(result);
            if (result is not ApplyResult.Applied || before is not { } was) return Code(result);
            var now = await File.ReadAllBytesAsync(was.Path, ct);
            if (UnifiedDiff.Of(was.Bytes, now, was.Name) is { Length: > 0 } diff) Terminal.Answer(Terminal.Diff(diff));
        }

        return Code(result);
    }

    public async Task<int> PreviewAsync(Proposal proposal, CancellationToken ct)
    {
        var context = Standing.ContextOf(proposal, (await Engine.Contexts.ReadAsync(ct)).Contexts) ?? throw new CommandException($"{proposal.Scope} is not among the documents that are watched now", ExitCode.Refused);
        var executor = Engine.Executor as ProposalExecutor ?? throw new CommandException("the executor is not ours and may not know how to preview");
        var result = await executor.InDryRun().ExecuteAsync(context, proposal.Revision.Proposal, ct);
        if (Json) Terminal.Json(System.Text.Json.JsonSerializer.Serialize(result, RegeneratorJson.Default.ExecutionResult));
        else ProposalView.Actions(result);
        return ExitCode.Done;
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    // A daemon on the same store may have been faster with it: then its outcome is the answer.
    private async Task<ApplyResult?> OutcomeAsync(ProposalId id, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), Engine.Options.Time);
        for (var patience = 300; patience > 0 && await timer.WaitForNextTickAsync(ct); patience--)
        {
            if (await Engine.Store.GetAsync(id, ct) is not { Proposal: { State: not ProposalState.Applying } now } record) continue;
            var actions = record.Steps.Select(s => new ActionResult(s.Index, s.Kind, s.Status switch
            {
                StepStatus.Succeeded => ActionStatus.Success,
                StepStatus.Failed => ActionStatus.Failed,
                _ => ActionStatus.Skipped,
            })
            { Error = s.Status == StepStatus.Failed ? s.Reason : null, Output = s.Output });
            var result = new ExecutionResult(now.Revision.Proposal.Id, now.Sightings.Contexts[0], now.State == ProposalState.Applied ? ExecutionStatus.Success : ExecutionStatus.Failed, [.. actions]) { Left = now.Left };
            return now.State == ProposalState.Applied ? new ApplyResult.Applied(now, result) : new ApplyResult.Failed(now, result);
        }

        return null;
    }

    private async Task<Freeze[]> HoldingAsync(Proposal proposal, CancellationToken ct)
    {
        var touched = FreezeSubject.Of(proposal.Scope, await Engine.Contexts.ReadAsync(ct));
        return [.. (await FreezesAsync(ct)).Where(f => f.Holds(touched, Engine.Options.Time.GetUtcNow()))];
    }

    private static int Code(ApplyResult result) => result switch { ApplyResult.Applied => ExitCode.Done, ApplyResult.Failed => ExitCode.Failed, _ => ExitCode.Refused };

    private async Task<string?> DiffAsync(Proposal proposal, CancellationToken ct)
    {
        if (Standing.ContextOf(proposal, (await Engine.Contexts.ReadAsync(ct)).Contexts) is not { } context) return null;
        var document = context.Document(proposal.Scope.TenantScoped);
        var built = Candidate.Build(document, [.. proposal.Revision.Proposal.Updates.SelectMany(a => a.Edits)], Engine.Options.Time.GetUtcNow());
        return built is CandidateResult.Built candidate ? UnifiedDiff.Of(document.Bytes.Span, candidate.Bytes, document.Place.Name) : null;
    }

    private async Task<(string Name, string Path, byte[] Bytes)?> BytesAsync(Proposal proposal, CancellationToken ct) =>
        Standing.ContextOf(proposal, (await Engine.Contexts.ReadAsync(ct)).Contexts)?.Document(proposal.Scope.TenantScoped) is { Place: { FullPath: { } path } place, Bytes: var bytes }
            ? (place.Name, path, bytes.ToArray())
            : null;

    private static async Task<Engine> EngineAsync(string? workspace, string? store, WhereNone none, CancellationToken ct)
    {
        if (KeptStore.WorkspaceOf(workspace, store) is { } place) return await Composition.ReviewAsync(place, none, TimeProvider.System, ct);
        var path = KeptStore.FileOf(store, WhereNone.Refuse);
        var setup = RunSetup.Find(path) ?? throw new CommandException($"{path}: «run» has not written this store; name its workspace with --workspace");
        return await RunComposition.ReviewAsync(setup, path, TimeProvider.System, ct);
    }
}
