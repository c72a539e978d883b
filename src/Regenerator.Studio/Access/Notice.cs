namespace Regenerator.Studio.Access;

/// <summary>What became of what somebody asked for, in one or two sentences.</summary>
/// <param name="IsRefusal">It was not done.</param>
internal sealed record Notice(string Words, bool IsRefusal = false);
