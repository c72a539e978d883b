using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Access;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Output;
using Regenerator.Contexts;
using Regenerator.Storage;
using Regenerator.Studio.Access;

namespace Regenerator.Cli.Commands;

/// <summary><c>tokens</c>: what programs show to the API to be let in.</summary>
internal static class TokensCommand
{
    public static Command Make() => new("tokens", "Let programs, and people elsewhere, use the API of «serve»") { Create(), List(), Revoke() };

    private static Command Create()
    {
        var role = new Option<string>("--role") { Description = "What it may: viewer, reviewer, operator or admin; each may also do what those before it may", HelpName = "role", Required = true };
        role.Validators.Add(result =>
        {
            if (!Enum.GetValues<Role>().Select(Tokens.Word).Contains(result.GetValueOrDefault<string>())) result.AddError($"--role: «{result.GetValueOrDefault<string>()}» is no role; viewer, reviewer, operator or admin");
        });
        var tenants = new Option<string[]>("--tenant") { Description = "Only what is this tenant's; several are allowed. Without it: everything", HelpName = "id" };
        var expires = CommonOptions.Time("--expires", "When it ends", TimeSpan.FromDays(90), TimeSpan.FromMinutes(1), Duration.Longest);
        var name = new Option<string?>("--name") { Description = "As lists show it; default: its role", HelpName = "name" };
        var actor = CommonOptions.Actor("Who acts with it, as histories write it");
        return Common(new Command("create", "Make a token; it is shown once") { role, tenants, expires, name, actor }, async (parsed, config, store, json, ct) =>
        {
            var of = Enum.Parse<Role>(parsed.GetValue(role)!, ignoreCase: true);
            string[]? confined = parsed.GetValue(tenants) is { Length: > 0 } ids ? ids : null;
            var wish = new TokenWish(parsed.GetValue(name) ?? Tokens.Word(of), Inbox.Person(parsed.GetValue(actor)), of, confined, parsed.GetValue(expires) ?? TimeSpan.FromDays(90));
            var (secret, token) = await new Tokens(store, TimeProvider.System).CreateAsync(wish, Inbox.Person(null), ct);
            if (json)
            {
                var shown = TokenView.Json(token, token.CreatedAt);
                shown["token"] = secret;
                Terminal.Json(ProposalJson.Text(shown));
            }
            else
            {
                Terminal.Note($"token {token.Id} for {Terminal.Plain(token.Actor)}, {token.Role}, {Terminal.Plain(TokenView.Tenants(token))}, until {token.ExpiresAt:yyyy-MM-dd HH:mm} UTC. It is not shown again:");
                Terminal.Answer(secret);
            }

            if (confined is not null) await WarnOfNobodyAsync(config, confined, ct);
            return ExitCode.Done;
        });
    }

    // It stands all the same: a tenant may come tomorrow. But mostly it is a slip, and whoever has the token wonders why there is nothing.
    private static async Task WarnOfNobodyAsync(WorkspaceConfig config, string[] tenants, CancellationToken ct)
    {
        try
        {
            string[] known = [.. (await Composition.Contexts(config, TimeProvider.System).ReadAsync(ct)).Contexts.Select(context => context.TenantConfig.Meta.TenantId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            foreach (var tenant in tenants.Except(known, StringComparer.Ordinal))
                Terminal.Warning($"no tenant «{tenant}» is watched now; tenants known: {(known.Length == 0 ? "none" : Terminal.Some(known, most: 10))}");
        }
        catch (Exception problem) when (problem is ContextSourceException or ConfigurationException)
        {
            Terminal.Warning($"whether there are such tenants is not known: {problem.Message}");
        }
    }

    private static Command List() => Common(new Command("list", "Tokens: who made which when, and when each was last used"), async (_, _, store, json, ct) =>
    {
        var now = TimeProvider.System.GetUtcNow();
        var tokens = await new Tokens(store, TimeProvider.System).ListAsync(ct);
        if (json) Terminal.Json(ProposalJson.Text(new JsonObject { ["tokens"] = new JsonArray([.. tokens.Select(t => TokenView.Json(t, now))]) }));
        else if (tokens.Count == 0) Terminal.Answer("there are no tokens");
        else TokenView.List(tokens, now);
        return ExitCode.Done;
    });

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "The token's id, as «tokens list» shows it" };
        var actor = CommonOptions.Actor();
        return Common(new Command("revoke", "Let nobody in with it any more") { id, actor }, async (parsed, _, store, json, ct) =>
        {
            var text = parsed.GetValue(id)!;
            if (await new Tokens(store, TimeProvider.System).RevokeAsync(new TokenId(text), Inbox.Person(parsed.GetValue(actor)), ct) is not { } token) throw new CommandException($"there is no token {text}; «tokens list» shows them");
            if (json) Terminal.Json(ProposalJson.Text(TokenView.Json(token, TimeProvider.System.GetUtcNow())));
            else Terminal.Answer($"revoked  {token.Id}  {Terminal.Plain(token.Name)}");
            return ExitCode.Done;
        });
    }

    private static Command Common(Command command, Func<ParseResult, WorkspaceConfig, IRegeneratorStore, bool, CancellationToken, Task<int>> action)
    {
        var (workspace, output) = (CommonOptions.Workspace(), CommonOptions.Output());
        command.Options.Add(workspace);
        command.Options.Add(output);
        command.SetAction(async (parsed, ct) =>
        {
            // A token may be made before the first pass.
            var config = WorkspaceConfig.Read(Workspace.Find(parsed.GetValue(workspace) ?? ".").ConfigPath);
            await using var store = await Composition.OpenAsync(config, TimeProvider.System, ct);
            return await action(parsed, config, store, parsed.GetValue(output) == "json", ct);
        });
        return command;
    }
}
