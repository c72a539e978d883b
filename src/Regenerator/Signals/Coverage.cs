namespace Regenerator.Signals;

/// <summary>What a reading can vouch for. «Nothing happened» needs <see cref="Complete"/>; silence of a provider is <see cref="Unavailable"/>.</summary>
public abstract record Coverage
{
    private Coverage()
    {
    }

    /// <summary>The whole window was read: what is not there did not happen.</summary>
    public static Coverage Complete { get; } = new Whole();

    /// <summary>Something was read, but not everything; <see cref="Reason"/> says what is missing.</summary>
    public static Coverage Partial(string reason) => new Part(reason);

    /// <summary>Nothing is known about the window; it will be asked for again.</summary>
    public static Coverage Unavailable(string reason) => new None(reason);

    public bool IsComplete => this is Whole;

    public bool IsUnavailable => this is None;

    /// <summary>Empty when complete.</summary>
    public abstract string Reason { get; }

    /// <summary>The worse of two.</summary>
    public static Coverage Worst(Coverage left, Coverage right) => left is None ? left : right is None ? right : left is Part ? left : right;

    private sealed record Whole : Coverage
    {
        public override string Reason => "";

        public override string ToString() => "complete";
    }

    private sealed record Part(string Why) : Coverage
    {
        public override string Reason => Why;

        public override string ToString() => $"partial: {Why}";
    }

    private sealed record None(string Why) : Coverage
    {
        public override string Reason => Why;

        public override string ToString() => $"unavailable: {Why}";
    }
}
