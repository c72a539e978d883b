using Microsoft.AspNetCore.Http;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Hosting;

/// <summary>One request of somebody who is signed in.</summary>
internal sealed record Visit(HttpContext Http, StudioOptions Studio, Session Session, Sight Sight)
{
    public Visitor Visitor => Sight.Visitor;

    public IRegeneratorStore Store => Studio.Service.Store;

    public CancellationToken Ct => Http.RequestAborted;

    public DateTimeOffset Now => Studio.Engine.Time.GetUtcNow();

    /// <summary>How many lines of the inbox are open for the visitor, which the frame of every page says; a page that knows it already says it here.</summary>
    public int? Open { get; set; }

    /// <summary>What was filled in; empty for a look.</summary>
    public IFormCollection Form { get; init; } = FormCollection.Empty;

    /// <summary>Null: not given, or empty.</summary>
    public string? Asked(string name) => Http.Request.Query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <inheritdoc cref="Asked"/>
    public string? Field(string name) => Form[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    public string? Route(string name) => Http.Request.RouteValues[name] as string;

    public Answer Tell(string words, string to)
    {
        Session.Tell(new Notice(words));
        return new Answer.Redirect(to);
    }

    public Answer Refuse(string words, string to)
    {
        Session.Tell(new Notice(words, IsRefusal: true));
        return new Answer.Redirect(to);
    }
}
