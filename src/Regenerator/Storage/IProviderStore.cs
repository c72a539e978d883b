namespace Regenerator.Storage;

/// <summary>How providers are, and what of theirs could not be read.</summary>
public interface IProviderStore
{
    /// <summary>Writes down how providers are, in place of what was known of them, and adds to the quarantine, whose oldest make room.</summary>
    Task NoteProvidersAsync(ProviderNotes notes, CancellationToken ct);

    Task<ProviderNotes> ProviderNotesAsync(CancellationToken ct);

    /// <summary>Forgets quarantined answers.</summary>
    /// <param name="provider">Null: of all.</param>
    /// <param name="ct">Before any is gone.</param>
    /// <returns>How many went.</returns>
    Task<int> ClearQuarantineAsync(string? provider, CancellationToken ct);
}
