using Microsoft.AspNetCore.Http;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Hosting;

/// <summary>One page, or one thing that can be done on pages: who may come in by it.</summary>
/// <param name="Pattern">As routes have it.</param>
/// <param name="Role">The least that is needed.</param>
/// <param name="Shared">About what belongs to no tenant: closed to whoever is confined to some.</param>
internal sealed record Entrance(string Method, string Pattern, Role Role, bool Shared = false)
{
    /// <summary>Changes something, hence takes a form of ours.</summary>
    public bool IsDeed => HttpMethods.IsPost(Method);
}
