using Regenerator.Signals;

namespace Regenerator.Storage;

/// <summary>What passes have seen of the providers; whoever calls holds the store's lock.</summary>
internal sealed class InMemoryProviders
{
    private readonly SortedDictionary<string, ProviderNote> notes = new(StringComparer.Ordinal);
    private readonly List<QuarantinedAnswer> quarantined = [];

    public void Note(ProviderNotes more)
    {
        foreach (var note in more.Providers) notes[note.Health.Provider] = note;
        if (more.Providers.Count > 0 && more.Providers.Max(n => n.At) - ProviderNotes.Memory is var forgotten)
            foreach (var (name, note) in notes.ToArray())
                if (note.At < forgotten) notes.Remove(name);
        quarantined.AddRange(more.Quarantined);
        quarantined.RemoveRange(0, Math.Max(0, quarantined.Count - Quarantine.DefaultCapacity));
    }

    public ProviderNotes Read() => new([.. notes.Values], [.. quarantined]);

    public bool Forget(string contextId)
    {
        foreach (var (name, note) in notes.ToArray()) notes[name] = note with { Health = note.Health.Without(contextId) };
        return quarantined.RemoveAll(q => q.Contexts.Contains(contextId)) > 0;
    }

    public int Clear(string? provider) => quarantined.RemoveAll(q => provider is null || string.Equals(q.Provider, provider));
}
