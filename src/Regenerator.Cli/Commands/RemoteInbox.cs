using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Regenerator.Cli.Output;
using Regenerator.Proposals;
using Regenerator.Studio.Api;
using Regenerator.Studio.Api.Shapes;
using Spectre.Console;

namespace Regenerator.Cli.Commands;

/// <summary>The inbox of a server elsewhere, through its API. Who decides is whom the token stands for.</summary>
internal sealed class RemoteInbox : IDisposable
{
    public const string TokenVariable = "REGENERATOR_TOKEN";

    // A newer server may say more than this program knows.
    private static readonly ApiJson Lenient = new(new JsonSerializerOptions(ApiJson.Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip });

    private readonly HttpClient http;
    private readonly Uri root;
    private readonly bool json;

    private RemoteInbox(Uri root, string token, bool json)
    {
        this.root = root;
        this.json = json;
        // A redirect could take the token elsewhere.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: true) { Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <param name="server">Where «serve» listens, such as <c>http://127.0.0.1:5210</c>.</param>
    /// <param name="token">Null: that of the environment.</param>
    /// <exception cref="CommandException">No address, or no token.</exception>
    public static RemoteInbox Of(string server, string? token, bool json)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) throw new CommandException($"--server: «{server}» is no address; write such as https://regenerator.example.com");
        token ??= Environment.GetEnvironmentVariable(TokenVariable);
        if (string.IsNullOrWhiteSpace(token)) throw new CommandException($"--server wants a token: --token, or better the variable {TokenVariable}; «regenerator tokens create» makes one");
        if (uri.Scheme == "http" && !uri.IsLoopback) Terminal.Warning($"{server} is not encrypted: whoever is on the way can read the token");
        return new RemoteInbox(new Uri($"{uri.GetLeftPart(UriPartial.Path).TrimEnd('/')}{ApiRoutes.Root}/"), token, json);
    }

    public async Task<int> ListAsync(bool all, bool shadow, CancellationToken ct)
    {
        var found = await AllAsync(all ? "all" : null, shadow, ct);
        if (json) Terminal.Json(JsonSerializer.Serialize(new ProposalPageShape(found, null), ApiJson.Wire.ProposalPageShape));
        else if (found.Count == 0) Terminal.Answer(shadow ? "there are no shadows" : "nothing waits for you");
        else foreach (var proposal in found) Terminal.Answer(Line(proposal));
        return ExitCode.Done;
    }

    public async Task<int> ShowAsync(string id, CancellationToken ct)
    {
        Show(await GetAsync(await IdAsync(id, ct), ct));
        return ExitCode.Done;
    }

    /// <param name="digest">What was seen, or its beginning; null: it is shown, and the person asked.</param>
    public async Task<int> ApproveAsync(string id, string? digest, bool noApply, CancellationToken ct)
    {
        var record = await GetAsync(await IdAsync(id, ct), ct);
        if (digest is null)
        {
            if (!Terminal.IsInteractive || json) throw new CommandException($"this is not a terminal: name the revision you have seen with --digest; the current one is {record.Proposal.Digest[..12]}");
            Show(record);
            if (!Terminal.Ask("Approve this change?")) return ExitCode.Done;
        }

        return await DecideAsync(record.Proposal.Id, "approve", JsonContent.Create(new ApproveBody(noApply ? false : null), Lenient.ApproveBody), digest ?? record.Proposal.Digest, ct);
    }

    public async Task<int> RejectAsync(string id, string reason, DateTimeOffset? quietUntil, CancellationToken ct) =>
        await DecideAsync(await IdAsync(id, ct), "reject", JsonContent.Create(new RejectBody(reason, quietUntil), Lenient.RejectBody), null, ct);

    public async Task<int> SnoozeAsync(string id, DateTimeOffset until, string? reason, CancellationToken ct) =>
        await DecideAsync(await IdAsync(id, ct), "snooze", JsonContent.Create(new SnoozeBody(until, reason), Lenient.SnoozeBody), null, ct);

    public async Task<int> CommentAsync(string id, string text, CancellationToken ct) =>
        await DecideAsync(await IdAsync(id, ct), "comments", JsonContent.Create(new CommentBody(text), Lenient.CommentBody), null, ct);

    public void Dispose() => http.Dispose();

    private async Task<int> DecideAsync(string id, string decision, JsonContent body, string? seen, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, $"proposals/{id}/{decision}")) { Content = body };
        if (seen is not null) request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen}\"");
        var decided = await SendAsync(request, Lenient.ProposalShape, ct);
        if (json) Terminal.Json(JsonSerializer.Serialize(decided, ApiJson.Wire.ProposalShape));
        else Terminal.Answer($"{decided.State}  {Terminal.Plain(Title(decided))}, revision {decided.Revision} [grey]{decided.Digest[..12]}[/]");
        return ExitCode.Done;
    }

    private async Task<ProposalRecordShape> GetAsync(string id, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, $"proposals/{id}"));
        return await SendAsync(request, Lenient.ProposalRecordShape, ct);
    }

    private async Task<IReadOnlyList<ProposalShape>> AllAsync(string? state, bool shadow, CancellationToken ct)
    {
        var found = new List<ProposalShape>();
        string? after = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, $"proposals?limit=200&shadow={(shadow ? "true" : "false")}{(state is null ? "" : $"&state={state}")}{(after is null ? "" : $"&after={after}")}"));
            var page = await SendAsync(request, Lenient.ProposalPageShape, ct);
            found.AddRange(page.Proposals);
            after = page.Next;
        }
        while (after is not null);

        return found;
    }

    private async Task<string> IdAsync(string text, CancellationToken ct)
    {
        if (ProposalId.Parse(text) is not null) return text;
        var fits = (await AllAsync("all", shadow: false, ct)).Where(p => p.Id.EndsWith(text, StringComparison.OrdinalIgnoreCase) || p.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToArray();
        return fits.Length switch
        {
            0 => throw new CommandException($"no proposal's id ends or begins with «{text}»"),
            1 => fits[0].Id,
            _ => throw new CommandException($"«{text}» fits {fits.Length} proposals: {string.Join(", ", fits.Take(5).Select(p => p.Id))}{(fits.Length > 5 ? ", …" : "")}"),
        };
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            using var answer = await http.SendAsync(request, ct);
            if (answer.IsSuccessStatusCode) return await answer.Content.ReadFromJsonAsync(type, ct) ?? throw new JsonException("the answer is empty");
            var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? await answer.Content.ReadFromJsonAsync(Lenient.ApiProblem, ct) : null;
            var refused = (int)answer.StatusCode is 409 or 412 or 428;
            throw new CommandException(problem?.Detail ?? $"{root} answered {((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture)}; is it the address of a Regenerator?", refused ? ExitCode.Refused : ExitCode.Usage);
        }
        catch (HttpRequestException problem)
        {
            throw new CommandException($"{root} can not be reached: {problem.Message}");
        }
        catch (JsonException)
        {
            throw new CommandException($"{root} answers something else than a Regenerator would");
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new CommandException($"{root} did not answer within {http.Timeout.TotalSeconds:0} seconds");
        }
    }

    private void Show(ProposalRecordShape record)
    {
        if (json)
        {
            Terminal.Json(JsonSerializer.Serialize(record, ApiJson.Wire.ProposalRecordShape));
            return;
        }

        var proposal = record.Proposal;
        Terminal.Answer(Line(proposal));
        Terminal.Answer($"  revision {proposal.Revision} [grey]{proposal.Digest}[/] by {Terminal.Plain(proposal.Author)}; {Terminal.Plain(record.Standing)}");
        foreach (var frozen in record.Frozen) Terminal.Answer($"  [cyan]frozen:[/] {Terminal.Plain(frozen)}");
        foreach (var blocker in proposal.Blockers) Terminal.Answer($"  [red]{Terminal.Plain(blocker.Kind)}[/] {Terminal.Plain(blocker.Description)}");
        foreach (var effect in proposal.Effect) Terminal.Answer($"  {Terminal.Plain(effect)}");
        Terminal.Answer($"  [grey]seen in {proposal.Windows} windows, last {proposal.LastSeen:yyyy-MM-dd HH:mm} UTC, by {Terminal.Plain(Terminal.Some(proposal.Contexts))}; {record.Evidence.Count} pieces of evidence[/]");
        if (record.Diff is { Length: > 0 } diff) Terminal.Answer(Terminal.Diff(diff));
    }

    private static string Line(ProposalShape proposal) =>
        $"{proposal.Id[^8..]}  {proposal.State}  [bold]{Terminal.Plain(Title(proposal))}[/]  [grey]{Terminal.Plain($"{proposal.Scope.Kind}:{proposal.Scope.Document}")}, rule {Terminal.Plain(proposal.Rule)}[/]";

    private static string Title(ProposalShape proposal) => proposal.Proposal?["title"]?.GetValue<string>() ?? "";
}
