using Regenerator.Studio.Access;
using Regenerator.Studio.Pages;

namespace Regenerator.Studio.Hosting;

/// <summary>What is around every page.</summary>
/// <param name="Root">Where the Studio is mounted; empty: at the root.</param>
/// <param name="Path">Of this page, below the root.</param>
/// <param name="Open">How many lines of the inbox wait, more than <see cref="MostOpen"/> of them as far as they were counted; null: not known.</param>
internal sealed record Chrome(string Title, string Root, string Path, string? Environment, Visitor? Visitor, string FormToken, int? Open, Notice? Notice)
{
    /// <summary>As many as every page counts: it is one of the things that are asked again and again.</summary>
    public const int MostOpen = 999;

    /// <summary>As people read it; null: nothing waits, or it is not known.</summary>
    public string? OpenWords => Open is > 0 and var open ? View.Amount(Math.Min(open, MostOpen), open > MostOpen) : null;

    public string Script => $"{Root}/assets/{Assets.Script}";

    public string Style => $"{Root}/assets/{Assets.Style}";
}
