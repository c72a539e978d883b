namespace Regenerator.Studio.Access;

/// <summary>What became of what somebody asked for, in one or two sentences.</summary>
/// <param name="IsRefusal">It was not done.</param>
internal sealed record Notice(string Words, bool IsRefusal = false)
{
    /// <summary>To be copied: it is not shown again, and stays until its page is left. Null: there is none.</summary>
    public string? Secret { get; init; }
}
