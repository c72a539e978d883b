namespace Regenerator.Studio.Inbox;

/// <summary>How long something is not to be heard of.</summary>
/// <param name="Name">As forms have it.</param>
/// <param name="For">Null: until the evidence is new.</param>
internal sealed record Quiet(string Name, string Title, TimeSpan? For)
{
    public static readonly Quiet[] Choices =
    [
        new("news", "until the evidence is new", null),
        new("1d", "1 day", TimeSpan.FromDays(1)),
        new("3d", "3 days", TimeSpan.FromDays(3)),
        new("7d", "1 week", TimeSpan.FromDays(7)),
        new("30d", "30 days", TimeSpan.FromDays(30)),
        new("90d", "90 days", TimeSpan.FromDays(90)),
    ];

    public static IEnumerable<Quiet> Spans => Choices.Where(c => c.For is not null);

    /// <returns>Null: no choice is called so.</returns>
    public static Quiet? Of(string? name) => Choices.FirstOrDefault(c => c.Name == name);

    public DateTimeOffset? Until(DateTimeOffset now) => now + For;
}
