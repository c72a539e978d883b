using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Specs;

namespace Regenerator.Execution;

/// <summary>
/// Specs in files below one folder. A document is written only where it was loaded from; old versions stay in
/// <c>.regenerator/history</c>. No key of a document ever becomes a path.
/// </summary>
/// <param name="root">The workspace.</param>
public sealed class FileSpecStore(string root) : ISpecStore
{
    // Documents are known by where they really lie; a workspace that is reached by a link is still the same workspace.
    private readonly string root = FilePatterns.RealPath(Path.GetFullPath(root));

    private string Private => Path.Combine(root, ".regenerator");

    public async Task<SpecDocument> ReadAsync(SpecDocument document, CancellationToken ct) =>
        document.Place.FullPath is { } path ? document.With(await File.ReadAllBytesAsync(path, ct)) : document;

    public async Task<SpecWrite> WriteAsync(SpecDocument known, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (known.Place.ReadOnlyReason is { } reason) return new SpecWrite.Refused($"{known.Place.Name}: {reason}");
        try
        {
            using var folder = PinnedFolder.Open(root, Path.GetDirectoryName(known.Place.FullPath)!);
            var name = Path.GetFileName(known.Place.FullPath)!;
            if (new FileInfo(folder.File(name)).LinkTarget is not null) return new SpecWrite.Refused($"{known.Place.Name} is a link; its target is not written through it");
            if (!await Same(folder, name, known, ct)) return new SpecWrite.Moved($"{known.Place.Name} was changed since it was read");
            return await ReplaceAsync(folder, name, known, bytes) ? new SpecWrite.Written(known.With(bytes)) : new SpecWrite.Moved($"{known.Place.Name} was changed since it was read");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new SpecWrite.Refused($"{known.Place.Name}: {problem.Message}");
        }
    }

    // history/<file>-<where it lies>/<n>-<digest>.json: the number keeps the order, the digest tells the versions apart.
    public async Task<string> KeepAsync(SpecDocument document, CancellationToken ct)
    {
        var place = document.Place.FullPath!;
        var stem = string.Concat(Path.GetFileNameWithoutExtension(place).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_').Take(60));
        var folderName = $"{stem}-{Hash.Of(Path.GetRelativePath(root, place))[..8]}";
        var digest = Hash.OfBytes(document.Bytes.Span)[..16];
        using var folder = PinnedFolder.Make(root, Path.Combine(Private, "history", folderName));
        var kept = folder.Names(".json").Select(name => (Name: name, Number: int.TryParse(name.Split('-')[0], out var number) ? number : 0));
        var newest = kept.OrderBy(k => k.Number).LastOrDefault();
        if (newest.Name?.EndsWith($"-{digest}.json", StringComparison.Ordinal) == true) return Path.Combine(folderName, newest.Name);
        var next = $"{newest.Number + 1:0000}-{digest}.json";
        foreach (var left in folder.Names(".tmp")) File.Delete(folder.File(left)); // what a crash left behind
        FaultPoint.At("keeping the old bytes");
        await WriteDurablyAsync(folder, next + ".tmp", document.Bytes, null, ct);
        FaultPoint.At("old bytes written");
        File.Move(folder.File(next + ".tmp"), folder.File(next), overwrite: true);
        folder.Sync();
        FaultPoint.At("old bytes kept");
        return Path.Combine(folderName, next);
    }

    public Task<byte[]> ReadHistoryAsync(string history, CancellationToken ct)
    {
        var path = Path.GetFullPath(Path.Combine(Private, "history", history));
        return path.StartsWith(Path.Combine(Private, "history") + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? File.ReadAllBytesAsync(path, ct)
            : throw new IOException($"«{history}» is no entry of the history");
    }

    public string MakeCandidateFolder(string name)
    {
        var path = Path.Combine(Private, "candidates", Hash.Of(name)[..16]);
        using (PinnedFolder.Make(root, Path.GetDirectoryName(path)!)) // refuses a way that leads out of the workspace
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            Directory.CreateDirectory(path);
        }

        return path;
    }

    public Task<ActionOutcome> UpdateBlueprintAsync(ActionCall<ProposalAction.UpdateBlueprint> call, CancellationToken ct) =>
        UpdateAsync(call.Context.BlueprintDocument, call, ct);

    public Task<ActionOutcome> UpdateTenantConfigAsync(ActionCall<ProposalAction.UpdateTenantConfig> call, CancellationToken ct) =>
        UpdateAsync(call.Context.TenantDocument, call, ct);

    public override string ToString() => $"files below {root}";

    private async Task<ActionOutcome> UpdateAsync<TAction>(SpecDocument document, ActionCall<TAction> call, CancellationToken ct)
        where TAction : ProposalAction
    {
        var current = await ReadAsync(document, ct);
        switch (Candidate.Build(current, call.Action.Edits, call.Proposal.CreatedAt))
        {
            case CandidateResult.AlreadyTrue: return new ActionOutcome.Succeeded(ActionOutcome.Text("already true"));
            case CandidateResult.Refused refused: return new ActionOutcome.Failed(refused.Reason);
            case CandidateResult.Built built:
                await KeepAsync(current, ct);
                return await WriteAsync(current, built.Bytes, ct) switch
                {
                    SpecWrite.Written written => new ActionOutcome.Succeeded(ActionOutcome.Text($"{written.Document}")),
                    SpecWrite.Moved moved => new ActionOutcome.Failed(moved.Reason),
                    SpecWrite.Refused refused => new ActionOutcome.Failed(refused.Reason),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<bool> Same(PinnedFolder folder, string name, SpecDocument known, CancellationToken ct)
    {
        var path = folder.File(name);
        return File.Exists(path) && (await File.ReadAllBytesAsync(path, ct)).AsSpan().SequenceEqual(known.Bytes.Span);
    }

    private static async Task<bool> ReplaceAsync(PinnedFolder folder, string name, SpecDocument known, ReadOnlyMemory<byte> bytes)
    {
        var mine = $".{name}.regenerator-";
        var temporary = $"{mine}{Hash.OfBytes(bytes.Span)[..8]}.tmp";
        foreach (var left in folder.Names(".tmp").Where(n => n.StartsWith(mine, StringComparison.Ordinal))) File.Delete(folder.File(left)); // what a crash left behind
        try
        {
            FaultPoint.At("writing the new bytes");
            await WriteDurablyAsync(folder, temporary, bytes, folder.File(name), CancellationToken.None);
            FaultPoint.At("new bytes beside the old");
            if (!await Same(folder, name, known, CancellationToken.None)) return false;
            File.Move(folder.File(temporary), folder.File(name), overwrite: true);
            FaultPoint.At("new bytes in place");
            folder.Sync();
            FaultPoint.At("new bytes durable");
            return true;
        }
        finally
        {
            File.Delete(folder.File(temporary));
        }
    }

    /// <param name="modeOf">Whose permissions the new file takes; null: the usual ones.</param>
    private static async Task WriteDurablyAsync(PinnedFolder folder, string name, ReadOnlyMemory<byte> bytes, string? modeOf, CancellationToken ct)
    {
        File.Delete(folder.File(name));
        await using var file = new FileStream(folder.File(name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (modeOf is not null && !OperatingSystem.IsWindows()) File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(modeOf));
        await file.WriteAsync(bytes, ct);
        file.Flush(flushToDisk: true);
    }
}
