using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Api;

/// <summary>One line of the table that routes, roles and the OpenAPI document are made of.</summary>
/// <param name="Path">Below <see cref="ApiRoutes.Root"/>.</param>
/// <param name="Role">The least that is needed.</param>
/// <param name="Summary">One clause.</param>
/// <param name="Answers">The shape of the answer; null: a stream.</param>
internal sealed record ApiEndpoint(string Method, string Path, Role Role, string Summary, JsonTypeInfo? Answers, Func<ApiCall, Task<ApiAnswer>> Handle)
{
    /// <summary>The shape of the body; null: there is none.</summary>
    public JsonTypeInfo? Asks { get; init; }

    /// <summary>Of something that belongs to no tenant: closed to whoever is confined to some.</summary>
    public bool Shared { get; init; }

    /// <summary>Makes something new each time: nothing that it says keeps it from being done twice.</summary>
    public bool Makes { get; init; }

    /// <summary>Media types of an answer that is no JSON.</summary>
    public IReadOnlyList<string> Streams { get; init; } = ["text/event-stream"];

    /// <summary>What can be said in the query string.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Takes the digest that was seen as <c>If-Match</c>.</summary>
    public bool IfMatch { get; init; }

    public bool IsWrite => Method != HttpMethods.Get;

    public override string ToString() => $"{Method} {Path}";
}

/// <param name="Description">One clause.</param>
internal sealed record ApiParameter(string Name, string Description, bool IsNumber = false);
