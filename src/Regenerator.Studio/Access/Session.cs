namespace Regenerator.Studio.Access;

/// <summary>One browser of one visitor.</summary>
/// <param name="Visitor">As they were when they signed in; what they may now, the ground says.</param>
/// <param name="FormToken">Every form carries it: another site can send our forms, but can not know it.</param>
internal sealed record Session(Visitor Visitor, Ground Ground, string FormToken, DateTimeOffset Began)
{
    private Notice? notice;

    public DateTimeOffset LastSeen { get; set; } = Began;

    /// <summary>To be shown on the next page.</summary>
    public void Tell(Notice next) => notice = next;

    /// <summary>Told once.</summary>
    public Notice? TakeNotice() => Interlocked.Exchange(ref notice, null);
}
