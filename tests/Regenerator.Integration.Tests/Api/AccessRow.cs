using Regenerator.Studio.Access;

namespace Regenerator.Integration.Tests.Api;

/// <summary>Who is let in by one way into the pages or the API, and what all others are told: nothing.</summary>
/// <param name="Entrance">Method and path.</param>
/// <param name="Least">The least role.</param>
internal abstract record AccessRow(string Entrance, Role Least)
{
    /// <summary>For whoever sees everything only.</summary>
    public bool Shared { get; init; }

    /// <summary>What is sent names something of acme's.</summary>
    public bool NamesATenant { get; init; }

    public string Method => Entrance.Split(' ')[0];

    public string Path => Entrance.Split(' ')[1];

    public bool IsAboutOne => NamesATenant || Path.Contains("{id}", StringComparison.Ordinal);

    public IEnumerable<(Role Role, string[] Tenants)> Allowed => Shared ? [(Least, []), (Role.Admin, [])] : [(Least, []), (Least, ["acme"]), (Role.Admin, [])];

    public string PathOf(string id) => Path.Replace("{id}", id, StringComparison.Ordinal);

    /// <summary>What somebody of another tenant gets for what is acme's.</summary>
    /// <param name="own">What they get where it is about all that is theirs.</param>
    public int ForeignStatus(Role role, int own) => role < Least || Shared ? 403 : IsAboutOne ? 404 : own;
}
