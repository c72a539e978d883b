using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Api;

/// <summary>One request of somebody who was let in.</summary>
/// <param name="Body">At most as many bytes as the server lets through; empty where there is none.</param>
/// <param name="Who">Who asks, now: null when they are let in no more.</param>
/// <param name="Evidence">Tells what joins.</param>
/// <param name="ApplyLater">Has what was approved applied, without waiting for it.</param>
internal sealed record ApiCall(HttpContext Http, StudioOptions Studio, Sight Sight, ReadOnlyMemory<byte> Body, Func<Task<Visitor?>> Who, EvidenceWatch Evidence, Action<ProposalId> ApplyLater)
{
    public IRegeneratorStore Store => Studio.Service.Store;

    public Visitor Visitor => Sight.Visitor;

    public DateTimeOffset Now => Studio.Engine.Time.GetUtcNow();

    public CancellationToken Ct => Http.RequestAborted;

    /// <summary>The digest that the asker has seen; null: they do not say.</summary>
    public string? Seen => Http.Request.Headers.IfMatch.ToString() is { Length: > 0 } header ? header.Trim().Trim('"') : null;

    public string Path(string name) => Http.GetRouteValue(name)?.ToString() ?? "";

    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    public int Limit(int standard = 50, int most = 200) =>
        Query("limit") is not { } text ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most ? limit
        : throw new ApiRefusal(ApiProblem.Malformed($"limit: «{text}» is no number from 1 to {most}"));

    /// <summary>The proposal that the address names.</summary>
    /// <exception cref="ApiRefusal">There is none, or it is not the visitor's to see: the two can not be told apart.</exception>
    public async Task<ProposalRecord> ProposalAsync(string? text = null)
    {
        text ??= Path("id");
        return ProposalId.Parse(text) is { } id && await Sight.FindAsync(id, Store, Ct) is { } record
            ? record with { Proposal = Lifecycle.At(record.Proposal, Now) }
            : throw new ApiRefusal(ApiProblem.NotFound("proposal", text));
    }

    /// <exception cref="ApiRefusal">Malformed; names the place.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body.Span, type) ?? throw new ApiRefusal(ApiProblem.Malformed("the body is null; an object is wanted"));
        }
        catch (JsonException problem)
        {
            throw new ApiRefusal(ApiProblem.Malformed($"the body can not be read{Place(problem)}: {Words(problem)}"));
        }
    }

    /// <inheritdoc cref="Read{T}"/>
    /// <param name="nothing">What no body means.</param>
    public T ReadOr<T>(JsonTypeInfo<T> type, T nothing)
        where T : class => Body.IsEmpty ? nothing : Read(type);

    /// <summary>The digest that a decision has to name.</summary>
    /// <exception cref="ApiRefusal">It does not.</exception>
    public string MustHaveSeen(string current) =>
        Seen is { Length: >= 6 } seen ? seen
        : throw new ApiRefusal(new ApiProblem(428, "Say what you have seen", "this decision is about one revision: send its digest as If-Match, as the ETag of what you have read") { Current = current });

    /// <exception cref="ApiRefusal">Another revision was seen than the current one.</exception>
    public string? SeenOr412(string current)
    {
        if (Seen is not { } seen || seen.Length >= 6 && current.StartsWith(seen, StringComparison.OrdinalIgnoreCase)) return Seen is null ? null : current;
        throw new ApiRefusal(ApiProblem.Stale($"what was seen ({(seen.Length > 12 ? seen[..12] : seen)}) is not the current revision, which is {current[..12]}", current));
    }

    private static string Place(JsonException problem) =>
        problem.LineNumber is { } line ? $" at line {line + 1}, byte {problem.BytePositionInLine + 1}{(problem.Path is { Length: > 0 } path ? $" ({path})" : "")}" : "";

    // Without what the reader appends: the place stands before.
    private static string Words(JsonException problem) => problem.Message.Split(" Path: ", 2)[0].Split(" LineNumber: ", 2)[0].TrimEnd('.');
}
