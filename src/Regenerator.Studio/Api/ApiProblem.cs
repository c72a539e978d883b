using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Studio.Api;

/// <summary>Why something is not done, as problem+json (RFC 9457).</summary>
/// <param name="Status">As in the status line.</param>
/// <param name="Title">What kind of refusal it is, always the same for one status.</param>
/// <param name="Detail">One plain sentence.</param>
public sealed record ApiProblem(int Status, string Title, string Detail)
{
    /// <summary>The status says what kind it is.</summary>
    public string Type { get; init => field = value ?? Blank; } = Blank;

    private const string Blank = "about:blank";

    /// <summary>Who was faster, where somebody was; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Winner { get; init; }

    /// <summary>The digest that is current, where another one was seen; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Current { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Wire.ApiProblem);

    public static ApiProblem Malformed(string detail) => new(400, "Malformed request", detail);

    public static ApiProblem Forbidden(string detail) => new(403, "Not allowed", detail);

    /// <summary>The same whether there is none or it is not theirs to see.</summary>
    public static ApiProblem NotFound(string what, string id) => new(404, "Not found", $"there is no {what} «{id}»");

    public static ApiProblem Conflict(string detail, string? winner = null) => new(409, "Refused by the state of things", detail) { Winner = winner };

    public static ApiProblem Stale(string detail, string? current) => new(412, "Something else is current", detail) { Current = current };
}

/// <summary>Ends a request with a problem: what was asked can not be understood, or not be done.</summary>
internal sealed class ApiRefusal(ApiProblem problem) : Exception(problem.Detail)
{
    public ApiProblem Problem { get; } = problem;
}
