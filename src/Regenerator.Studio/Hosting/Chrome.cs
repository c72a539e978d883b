using Regenerator.Studio.Access;

namespace Regenerator.Studio.Hosting;

/// <summary>What is around every page.</summary>
/// <param name="Root">Where the Studio is mounted; empty: at the root.</param>
/// <param name="Path">Of this page, below the root.</param>
/// <param name="Open">How many proposals wait; null: not known.</param>
internal sealed record Chrome(string Title, string Root, string Path, string? Environment, Visitor? Visitor, string FormToken, int? Open, Notice? Notice)
{
    public string Script => $"{Root}/assets/{Assets.Script}";

    public string Style => $"{Root}/assets/{Assets.Style}";
}
