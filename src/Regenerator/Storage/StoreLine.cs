using System.Text.Json.Serialization;
using Regenerator.Contexts;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Storage;

/// <summary>
/// One thing that a store keeps, in a form that every store can give and take. The JSON of proposals and events is text within it: what hashes cover is
/// carried as it was written. Not carried: what sinks were told, which is between them and the store, and tokens, since who is let in to one store is not
/// thereby let in to another.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Header), "store")]
[JsonDerivedType(typeof(Bound), "binding")]
[JsonDerivedType(typeof(Listed), "listing")]
[JsonDerivedType(typeof(Watched), "context")]
[JsonDerivedType(typeof(Marked), "watermark")]
[JsonDerivedType(typeof(Judged), "judgement")]
[JsonDerivedType(typeof(Frozen), "freeze")]
[JsonDerivedType(typeof(Fenced), "fence")]
[JsonDerivedType(typeof(Proposed), "proposal")]
[JsonDerivedType(typeof(Happened), "event")]
[JsonDerivedType(typeof(Cited), "evidence")]
[JsonDerivedType(typeof(Stepped), "step")]
[JsonDerivedType(typeof(End), "end")]
public abstract record StoreLine
{
    private StoreLine()
    {
    }

    /// <summary>The first line.</summary>
    public sealed record Header(StoreIdentity Store) : StoreLine
    {
        public const string Known = "regenerator.store/1";

        public string Format { get; init; } = Known;
    }

    public sealed record Bound(StoreBinding Binding) : StoreLine;

    public sealed record Listed(ContextListing Listing) : StoreLine;

    /// <param name="Epoch">How often the context was committed.</param>
    public sealed record Watched(string ContextId, long Epoch) : StoreLine;

    public sealed record Marked(Watermark Watermark) : StoreLine;

    public sealed record Judged(Judgement Judgement) : StoreLine;

    public sealed record Frozen(Freeze Freeze) : StoreLine;

    /// <summary>The last fence that was given out on a document.</summary>
    public sealed record Fenced(ProposalScope Scope, long Fence) : StoreLine
    {
        /// <exception cref="StoreException">The text is no scope.</exception>
        public static Fenced Of(string scope, long fence) => new(ProposalScope.Parse(scope), fence);
    }

    /// <summary>A proposal; its events follow, from the first to the last, then its evidence and its steps.</summary>
    public sealed record Proposed(string Id, string Json) : StoreLine;

    /// <param name="Id">The proposal's.</param>
    public sealed record Happened(string Id, KeptEvent Kept) : StoreLine;

    /// <param name="Id">The proposal's.</param>
    public sealed record Cited(string Id, string Json) : StoreLine;

    /// <param name="Id">The proposal's.</param>
    public sealed record Stepped(string Id, string Json) : StoreLine;

    /// <summary>The last line of a file: nothing is missing.</summary>
    /// <param name="Lines">How many come before it.</param>
    /// <param name="Digest">SHA-256 of them, each with its line feed, lowercase hex: says whether a byte fell over, not who wrote them.</param>
    public sealed record End(long Lines, string Digest) : StoreLine;
}

/// <summary>Which store it is.</summary>
/// <param name="Id">Of this store alone: a copy gets another when it is first opened.</param>
/// <param name="Epoch">1, 2, 3 …: rises when the store is restored, copied or imported. Approvals count in the epoch in which they were given.</param>
/// <param name="Since">When the epoch began; null: with the store.</param>
/// <param name="Reason">Why it began; null: with the store.</param>
public sealed record StoreIdentity(string Id, int Epoch, DateTimeOffset? Since = null, string? Reason = null)
{
    /// <summary>The environment that it belongs to; null: to none.</summary>
    public string? Environment { get; init; }

    /// <summary>A reason to begin a new epoch.</summary>
    public const string Imported = "the store was imported";

    /// <summary>A reason to begin a new epoch.</summary>
    public const string Copied = "the store was restored or copied";
}
