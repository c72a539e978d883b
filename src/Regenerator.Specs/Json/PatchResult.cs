using System.Text.Json.Nodes;

namespace Regenerator.Specs.Json;

/// <summary>What became of a patch: all of it, or nothing.</summary>
public abstract record PatchResult
{
    private PatchResult()
    {
    }

    /// <param name="Document">A new tree that shares nothing with the one given; null is JSON's null.</param>
    public sealed record Applied(JsonNode? Document) : PatchResult;

    /// <param name="Operation">Index of the operation that did not fit, from 0.</param>
    /// <param name="Reason">One plain sentence; a failed test is a reason too.</param>
    public sealed record Refused(int Operation, string Reason) : PatchResult;
}
