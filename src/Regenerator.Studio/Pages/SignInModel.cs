using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Pages;

/// <param name="Words">Why this page is shown.</param>
/// <param name="CanPrint">A new link can be asked for.</param>
internal sealed record SignInModel(string Words, bool CanPrint)
{
    internal static Answer Page(StudioOptions studio, string words) => Answer.Page.Of<SignInView>(new SignInModel(words, studio.LinkWanted is not null), "Sign in") with { Status = 401 };
}
