using Regenerator.Proposals;

namespace Regenerator.Contexts;

/// <summary>Which apps are watched. Asked at the start of every pass, so that a changed spec is seen by the next one.</summary>
public interface IContextSource
{
    /// <summary>What people call it, such as the folder of its documents; null: nothing.</summary>
    string? Name => null;

    /// <exception cref="ContextSourceException">The source as a whole is at fault; what it listed before still counts.</exception>
    ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct);
}

/// <param name="Contexts">Ordered by id, no id twice.</param>
/// <param name="Sick">Contexts that could not be built, and why; the others go on without them.</param>
public sealed record ContextSnapshot(IReadOnlyList<RegenerationContext> Contexts, IReadOnlyList<SickContext> Sick)
{
    private ILookup<ProposalScope, RegenerationContext>? tenants;
    private Dictionary<string, RegenerationContext>? ids;

    /// <summary>How many there are, the sick ones too.</summary>
    public int Listed => Contexts.Count + Sick.Count;

    /// <summary>Null: there is none of this id.</summary>
    public RegenerationContext? Find(string id) => (ids ??= Contexts.ToDictionary(c => c.Id, StringComparer.Ordinal)).GetValueOrDefault(id);

    /// <summary>Those whose app a change of a document reaches, by id.</summary>
    public IEnumerable<RegenerationContext> On(ProposalScope scope) => scope.TenantScoped
        ? (tenants ??= Contexts.ToLookup(c => ProposalScope.Of(c.TenantDocument)))[scope]
        : Contexts.Where(c => string.Equals(c.BlueprintDocument.Id, scope.DocumentId));

    /// <summary>What is odd but holds nothing up, such as a tenant that names another version of its blueprint; one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <param name="Id">The context's id, or the file's name where the id can not be read.</param>
/// <param name="Reason">One line: what is wrong, and where.</param>
public sealed record SickContext(string Id, string Reason)
{
    /// <summary>Both in one line, as people read it: a file is named once.</summary>
    public string Line => Reason.StartsWith($"{Id}:", StringComparison.Ordinal) ? Reason : $"{Id}: {Reason}";
}

/// <summary>Contexts that never change: for tests, and for specs that live in code.</summary>
public sealed class FixedContexts : IContextSource
{
    private readonly ContextSnapshot snapshot;

    /// <exception cref="ArgumentException">Two contexts have the same id.</exception>
    public FixedContexts(params IEnumerable<RegenerationContext> contexts)
    {
        var sorted = contexts.OrderBy(c => c.Id, StringComparer.Ordinal).ToArray();
        var twice = sorted.GroupBy(c => c.Id).FirstOrDefault(g => g.Skip(1).Any());
        if (twice is not null) throw new ArgumentException($"two contexts have the id «{twice.Key}»", nameof(contexts));
        snapshot = new ContextSnapshot(sorted, []);
    }

    public string? Name { get; init; }

    public ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct) => ValueTask.FromResult(snapshot);
}
