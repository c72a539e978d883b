using System.Globalization;
using Microsoft.AspNetCore.Components;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Pages;

/// <summary>A page or a part of one: shows what it is given, and asks for nothing.</summary>
public abstract class View : ComponentBase
{
    [CascadingParameter]
    private Chrome? Around { get; set; }

    internal Chrome Chrome => Around!;

    /// <summary><c>1,400</c>; <c>1,000+</c> where counting ended before the end.</summary>
    internal static string Amount(int count, bool isMore) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0}{(isMore ? "+" : "")}");

    /// <summary>An address of the Studio.</summary>
    /// <param name="path">Begins with a slash.</param>
    protected string To(string path) => Chrome.Root + path;
}
