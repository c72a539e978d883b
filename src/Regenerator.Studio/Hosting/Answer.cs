using Microsoft.AspNetCore.Http;

namespace Regenerator.Studio.Hosting;

/// <summary>What a visitor gets. A closed hierarchy.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    /// <param name="View">A component whose parameter <c>Model</c> takes the model.</param>
    /// <param name="Title">Of the window.</param>
    public sealed record Page(Type View, object Model, string Title) : Answer
    {
        public int Status { get; init; } = 200;

        public static Page Of<TView>(object model, string title) => new(typeof(TView), model, title);
    }

    /// <summary>After a form, so that reloading does not send it again.</summary>
    /// <param name="To">A path of the Studio, such as <c>/proposals/…</c>.</param>
    public sealed record Redirect(string To) : Answer;

    public sealed record Json(string Text) : Answer;

    /// <param name="Write">Writes head and body as it reads them.</param>
    public sealed record Download(Func<HttpResponse, CancellationToken, Task> Write) : Answer;

    /// <param name="Title">What is wrong, in a few words.</param>
    /// <param name="Words">What to do about it.</param>
    public sealed record Problem(int Status, string Title, string Words) : Answer;

    /// <param name="reason">As <see cref="Regenerator.Studio.Access.Visitor"/> has it.</param>
    public static Problem NotYours(string reason) => new(403, "This is not yours to do", $"Refused: {reason}.");

    /// <summary>The same for what does not exist and for what this visitor may not see.</summary>
    public static Problem NotFound { get; } = new(404, "There is nothing here", "The address is mistyped, or what it named is gone. The inbox shows what waits for a decision.");
}
