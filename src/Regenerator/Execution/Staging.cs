using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Specs;

namespace Regenerator.Execution;

/// <summary>One document on its way from live to candidate: read fresh, compiled, held against what was approved, laid out for the tests.</summary>
internal sealed class Staging(ISpecStore store, RegenerationContext context, SpecChangeProposal proposal, SpecKind kind, Journal journal, TimeProvider time) : IDisposable
{
    private CandidateFiles? files;

    public ISpecStore Store { get; } = store;

    /// <summary>Over the documents as they are at this point of the run.</summary>
    public RegenerationContext Context { get; set; } = context;

    /// <summary>The live document as it was read last.</summary>
    public SpecDocument Live { get; private set; } = context.Document(kind == SpecKind.Tenant);

    /// <summary>The document that the candidate was made of: only this one may it replace, however often the live one was read since.</summary>
    public SpecDocument? Base { get; private set; }

    /// <summary>Null until it is staged, and when the document says so already.</summary>
    public CandidateResult.Built? Built { get; private set; }

    private bool Staged { get; set; }

    public async Task<SpecDocument> ReadLiveAsync(CancellationToken ct)
    {
        Live = await Store.ReadAsync(Live, ct);
        Context = Context.With(Live);
        return Live;
    }

    /// <returns>SHA-256 of the live bytes; null when they are no document any more, and so neither the old one nor ours.</returns>
    public async Task<string?> LiveBytesAsync(CancellationToken ct)
    {
        try
        {
            return Hash.OfBytes((await ReadLiveAsync(ct)).Bytes.Span);
        }
        catch (Exception problem) when (problem is SpecFormatException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <returns>Null when the document says so already.</returns>
    /// <exception cref="InvalidOperationException">It can not be staged; the message says why.</exception>
    public async Task<CandidateResult.Built?> StageAsync(CancellationToken ct)
    {
        if (Staged) return Built;
        await ReadLiveAsync(ct);
        var edits = proposal.Updates.Where(a => a is ProposalAction.UpdateTenantConfig == (kind == SpecKind.Tenant)).SelectMany(a => a.Edits).ToArray();
        switch (Candidate.Build(Live, edits, time.GetUtcNow()))
        {
            case CandidateResult.Refused refused:
                throw new InvalidOperationException(refused.Reason);
            case CandidateResult.Built built:
                if (Staleness() is { } stale) throw new InvalidOperationException(stale);
                (Base, Built) = (Live, built);
                break;
        }

        Staged = true;
        return Built;
    }

    /// <summary>Both documents as files, the candidate among them.</summary>
    public async Task<CandidateFiles> FilesAsync(CancellationToken ct)
    {
        if (files is not null) return files;
        var candidate = await StageAsync(ct) is { } built ? Context.With(built.Document) : Context;
        var folder = Store.MakeCandidateFolder($"{journal.Key}/{Context.Id}/{proposal.Id}");
        files = new CandidateFiles(folder, Path.Combine(folder, "blueprint.json"), Path.Combine(folder, "tenant.json"));
        await File.WriteAllBytesAsync(files.Blueprint, candidate.BlueprintDocument.Json, ct);
        await File.WriteAllBytesAsync(files.TenantConfig, candidate.TenantDocument.Json, ct);
        return files;
    }

    public void Dispose()
    {
        if (files is not null && Directory.Exists(files.Folder)) Directory.Delete(files.Folder, recursive: true);
    }

    // The edits still fit, but do they still do what was approved?
    private string? Staleness() => journal.Approved is not { } approved || Draft.Of(Context, proposal, approved.Author) is Draft.Ready now && string.Equals(now.Revision.Digest, approved.Digest)
        ? null
        : $"{Live.Place.Name} has moved since the approval: the same edits would now do something else";
}
