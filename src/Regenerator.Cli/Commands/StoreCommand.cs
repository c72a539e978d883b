using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Cli.Commands;

/// <summary><c>store</c>: whether what was kept is as it was written, and how to take it elsewhere.</summary>
internal static class StoreCommand
{
    // Who looks for what was done to a store wants the first; a store full of them is a broken one.
    private const int ShownFaults = 20;

    public static Command Make() => new("store", "Check what was kept, back it up, take it elsewhere") { Verify(), Export(), Import(), Backup(), Bind() };

    private static Command Verify() => KeptStore.Over(new Command("verify", "Whether the history of every proposal is as it was written"), WhereNone.Refuse, async (_, store, json, ct) =>
    {
        var (audit, faults) = await StoreAudit.OfAsync(store.ExportAsync(ct), ct);
        if (json)
        {
            Terminal.Json(ProposalJson.Text(new JsonObject
            {
                ["proposals"] = audit.Proposals,
                ["records"] = audit.Records,
                ["faults"] = new JsonArray([.. faults.Select(f => new JsonObject { ["proposal"] = f.Proposal, ["record"] = f.Seq, ["damage"] = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(f.Damage.ToString()) })]),
            }));
        }
        else
        {
            foreach (var fault in faults.Take(ShownFaults)) Terminal.Answer($"[red]{Terminal.Plain(fault.ToString())}[/]");
            if (faults.Count > ShownFaults) Terminal.Answer($"… and {faults.Count - ShownFaults} proposals more");
            if (faults.Count == 0) Terminal.Answer($"{Terminal.Count(audit.Proposals, "proposal")} with {Terminal.Count(audit.Records, "record")}: everything is as it was written");
        }

        return faults.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    });

    private static Command Export()
    {
        var file = FileArgument("Where to write it; - for stdout");
        return KeptStore.Over(new Command("export", "Write everything that was kept as lines of JSON") { file }, WhereNone.Refuse, async (parsed, store, json, ct) =>
        {
            var path = parsed.GetValue(file)!;
            var undelivered = await store.ListDeliveriesAsync(new DeliveryQuery(), ct);
            if (undelivered.Count > 0) Terminal.Warning($"{Terminal.Count(undelivered.Count, "notice")} that sinks do not have yet: what sinks were told is no part of an export («outbox list» shows them)");
            var proposals = await WriteAsync(path, store, ct);
            if (path != "-") Done(json, "exported", proposals, path);
            return ExitCode.Done;
        });
    }

    private static Command Import()
    {
        var file = FileArgument("What «store export» has written; - for stdin");
        return KeptStore.Over(new Command("import", "Take an export into an empty store; approvals have to be given again") { file }, WhereNone.Make, async (parsed, store, json, ct) =>
        {
            var path = parsed.GetValue(file)!;
            if (path != "-" && !File.Exists(path)) throw new CommandException($"{path}: no such file");
            await store.ImportAsync(LinesAsync(path, ct), TimeProvider.System.GetUtcNow(), ct);
            var (audit, _) = await StoreAudit.OfAsync(store.ExportAsync(ct), ct);
            Done(json, "imported", audit.Proposals, path);
            return ExitCode.Done;
        });
    }

    private static Command Backup()
    {
        var file = FileArgument("Where to write it; there must be no such file yet");
        return KeptStore.Over(new Command("backup", "Copy a store's file while it is used") { file }, WhereNone.Refuse, async (parsed, store, json, ct) =>
        {
            if (store is not SqliteStore sqlite) throw new CommandException("a backup of PostgreSQL is made with pg_dump, or with «store export»: «store backup» copies SQLite files only");
            var path = parsed.GetValue(file)!;
            await sqlite.BackupAsync(path, ct);
            if (json) Terminal.Json(ProposalJson.Text(new JsonObject { ["file"] = path }));
            else Terminal.Answer($"backed up to {Terminal.Plain(path)}");
            return ExitCode.Done;
        });
    }

    private static Command Bind()
    {
        var environment = new Option<string>("--environment") { Description = "As regenerator.json names it", HelpName = "name", Required = true };
        var reason = CommonOptions.Reason("For whoever asks later");
        var actor = CommonOptions.Actor();
        return KeptStore.Over(new Command("bind", "Let what the store holds be applied in this environment, and in no other") { environment, reason, actor }, WhereNone.Refuse, async (parsed, store, json, ct) =>
        {
            var name = parsed.GetValue(environment)!;
            if (string.IsNullOrWhiteSpace(name)) throw new CommandException("--environment: an empty name is none");
            var before = (await store.IdentityAsync(ct)).Environment;
            await store.BindAsync(new StoreBinding(name, Inbox.Person(parsed.GetValue(actor)), TimeProvider.System.GetUtcNow(), parsed.GetValue(reason)!), anew: true, ct);
            if (json) Terminal.Json(ProposalJson.Text(new JsonObject { ["environment"] = name, ["before"] = before }));
            else Terminal.Answer($"the store belongs to «{Terminal.Plain(name)}» now{(before is null ? "" : $"; until now to «{Terminal.Plain(before)}»")}");
            return ExitCode.Done;
        });
    }

    // Another file first: whoever has an export keeps it until there is a whole new one. A device has nothing to keep, and must not become a file.
    private static async Task<int> WriteAsync(string path, IKeepingStore store, CancellationToken ct)
    {
        if (path == "-" || Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal))
        {
            await using var output = path == "-" ? Console.OpenStandardOutput() : File.OpenWrite(path);
            return await StoreFile.WriteAsync(output, store.ExportAsync(ct), ct);
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder)) throw new CommandException($"{path}: there is no folder {folder}");
        var unfinished = $"{path}.tmp";
        try
        {
            int proposals;
            await using (var file = File.Create(unfinished)) proposals = await StoreFile.WriteAsync(file, store.ExportAsync(ct), ct);
            File.Move(unfinished, path, overwrite: true);
            return proposals;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static async IAsyncEnumerable<StoreLine> LinesAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        await foreach (var line in StoreFile.ReadAsync(input, path == "-" ? "stdin" : path, ct)) yield return line;
    }

    private static void Done(bool json, string done, int proposals, string path)
    {
        if (json) Terminal.Json(ProposalJson.Text(new JsonObject { ["proposals"] = proposals, ["file"] = path }));
        else Terminal.Answer($"{done}  {Terminal.Count(proposals, "proposal")}  {Terminal.Plain(path)}");
    }

    private static Argument<string> FileArgument(string description) => new("file") { Description = description };
}
