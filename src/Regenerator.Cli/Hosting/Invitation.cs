using Regenerator.Cli.Commands;
using Regenerator.Cli.Output;
using Regenerator.Studio;
using Regenerator.Studio.Access;

namespace Regenerator.Cli.Hosting;

/// <summary>Links into the Studio for whoever has this terminal: they sit at the machine, so they may do everything. Not where people sign in with a provider.</summary>
internal sealed class Invitation(string address)
{
    /// <summary>With the port that was really taken.</summary>
    public string Address { get; set; } = address;

    public StudioOptions To(Engine engine, RegeneratorService service)
    {
        StudioOptions? studio = null;
        return studio = engine.Studio(service) with { LinkWanted = Terminal.Log is null && engine.Auth?.Oidc is null ? () => Print(studio!.Sessions) : null }; // without a terminal nobody could read it, and a provider knows people better
    }

    // On the terminal only: a log is kept, and read by others.
    public void Print(Sessions sessions) =>
        Terminal.Note($"sign in, once, with  {Terminal.Plain(Address + sessions.NewLink(new Visitor(Inbox.Person(null), Environment.UserName, Role.Admin)))}");
}
