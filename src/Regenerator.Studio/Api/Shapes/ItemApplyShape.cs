namespace Regenerator.Studio.Api.Shapes;

/// <summary>What became of an item that was applied.</summary>
/// <param name="Results">One for each that was approved, in their order.</param>
public sealed record ItemApplyShape(IReadOnlyList<ApplyShape> Results);
