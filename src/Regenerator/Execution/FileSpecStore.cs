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
    private readonly string root = Path.GetFullPath(root);

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
        var folder = Directory.CreateDirectory(Path.Combine(Private, "history", folderName)).FullName;
        var digest = Hash.OfBytes(document.Bytes.Span)[..16];
        var newest = Directory.GetFiles(folder, "*.json").Select(Path.GetFileName).OfType<string>().Select(f => (Name: f, Number: int.TryParse(f.Split('-')[0], out var n) ? n : 0)).OrderBy(f => f.Number).LastOrDefault();
        if (newest.Name?.EndsWith($"-{digest}.json", StringComparison.Ordinal) == true) return Path.Combine(folderName, newest.Name);
        var name = $"{newest.Number + 1:0000}-{digest}.json";
        using var pinned = PinnedFolder.Open(root, folder);
        await WriteDurablyAsync(pinned, name + ".tmp", document.Bytes, ct);
        File.Move(pinned.File(name + ".tmp"), pinned.File(name), overwrite: true);
        pinned.Sync();
        return Path.Combine(folderName, name);
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
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
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
        switch (Candidate.Build(current, call.Action.Edits, call.Proposal.Title, call.Proposal.CreatedAt))
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
        var temporary = $".{name}.regenerator-{Hash.OfBytes(bytes.Span)[..8]}.tmp";
        foreach (var left in Directory.GetFiles(folder.Self, $".{name}.regenerator-*.tmp")) File.Delete(left); // what a crash left behind
        try
        {
            await WriteDurablyAsync(folder, temporary, bytes, CancellationToken.None);
            KeepMode(folder.File(name), folder.File(temporary));
            FaultPoint.At("new bytes beside the old");
            if (!await Same(folder, name, known, CancellationToken.None)) return false;
            File.Move(folder.File(temporary), folder.File(name), overwrite: true);
            FaultPoint.At("new bytes in place");
            folder.Sync();
            return true;
        }
        finally
        {
            File.Delete(folder.File(temporary));
        }
    }

    private static async Task WriteDurablyAsync(PinnedFolder folder, string name, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        File.Delete(folder.File(name));
        await using var file = new FileStream(folder.File(name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await file.WriteAsync(bytes, ct);
        file.Flush(flushToDisk: true);
    }

    private static void KeepMode(string from, string to)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }
}
