using System.CommandLine;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Output;
using Regenerator.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Cli.Commands;

/// <summary>Finds what was kept: of a workspace by name, else by being in it; else what <c>run</c> has kept. Needs no documents, and no secret but the database's.</summary>
internal static class KeptStore
{
    /// <summary>A command over what was kept, with the options that say where it is and how to answer.</summary>
    /// <param name="action">Is told whether to answer in JSON.</param>
    public static Command Over(Command command, WhereNone none, Func<ParseResult, IRegeneratorStore, bool, CancellationToken, Task<int>> action)
    {
        var (workspace, file, output) = (CommonOptions.Workspace(), CommonOptions.Store(), CommonOptions.Output());
        foreach (var option in new Option[] { workspace, file, output }) command.Options.Add(option);
        command.SetAction((parsed, ct) => OrNothingAsync(parsed.GetValue(workspace), parsed.GetValue(file), none, async () =>
        {
            await using var store = await OpenAsync(parsed.GetValue(workspace), parsed.GetValue(file), none, ct);
            return await action(parsed, store, parsed.GetValue(output) == "json", ct);
        }));
        return command;
    }

    /// <summary>Runs what may make a store. Where it is refused, the file that was made goes again: whoever found an empty store there would take it for what was kept.</summary>
    public static async Task<int> OrNothingAsync(string? workspace, string? file, WhereNone none, Func<Task<int>> run)
    {
        var made = none == WhereNone.Make ? NewFileOf(workspace, file) : null;
        try
        {
            return await run();
        }
        catch when (made is not null)
        {
            foreach (var part in new[] { "", "-wal", "-shm", "-id" }) File.Delete($"{made}{part}");
            throw;
        }
    }

    /// <returns>Null: it is there already, or it is no file.</returns>
    private static string? NewFileOf(string? workspace, string? file)
    {
        var config = WorkspaceOf(workspace, file) is { } place ? WorkspaceConfig.Read(place.ConfigPath) : null;
        if (config?.Store.Postgres is not null) return null;
        var path = config?.PathOf(config.Store.Sqlite) ?? FileOf(file, WhereNone.Make);
        return File.Exists(path) ? null : path;
    }

    /// <exception cref="CommandException">There is none.</exception>
    private static async Task<IRegeneratorStore> OpenAsync(string? workspace, string? file, WhereNone none, CancellationToken ct) =>
        WorkspaceOf(workspace, file) is { } place ? await Composition.StoreAsync(WorkspaceConfig.Read(place.ConfigPath), none, TimeProvider.System, ct)
            : await SqliteAsync(FileOf(file, none), TimeProvider.System, ct);

    /// <summary>The workspace that keeps it; null: what <c>run</c> has kept is meant.</summary>
    /// <exception cref="CommandException">Both are named: whoever reads the answer would not know of which it tells.</exception>
    public static Workspace? WorkspaceOf(string? workspace, string? file)
    {
        if (workspace is not null && file is not null) throw new CommandException("--workspace and --store each name a place; give one of them");
        return workspace is not null || file is null && File.Exists(Workspace.FileName) ? Workspace.Find(workspace ?? ".") : null;
    }

    /// <summary>What <c>run</c> has kept.</summary>
    /// <exception cref="CommandException">There is none, and none may be made.</exception>
    public static string FileOf(string? file, WhereNone none)
    {
        var path = file ?? new RunSettings().Store;
        if (none == WhereNone.Make || IsKept(path)) return path;
        throw new CommandException(file is null ? $"there is no {Workspace.FileName} here and no {path}; name the place with --workspace or --store" : $"{path}: no such file");
    }

    /// <exception cref="CommandException">There is a file with nothing in it: whoever opened it would make a store of it, and whoever put it there has lost one.</exception>
    public static bool IsKept(string path) => new FileInfo(path) is { Exists: true } file && (file.Length > 0 ? true : throw new CommandException($"{path}: the file is empty, so it is no store; put a backup in its place, or remove it"));

    /// <summary>Opens a file, and says so when it is not what was left there.</summary>
    public static async Task<SqliteStore> SqliteAsync(string path, TimeProvider time, CancellationToken ct)
    {
        var store = await SqliteStore.OpenAsync(path, time, ct);
        if (store.WasCopied) Terminal.Warning($"{path} was restored or copied: epoch {(await store.IdentityAsync(ct)).Epoch} has begun, and what was approved has to be approved again");
        return store;
    }
}
