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
    /// <param name="mayMake">Where there is none, an empty one is made.</param>
    /// <param name="action">Is told whether to answer in JSON.</param>
    public static Command Over(Command command, bool mayMake, Func<ParseResult, IRegeneratorStore, bool, CancellationToken, Task<int>> action)
    {
        var (workspace, file, output) = (CommonOptions.Workspace(), CommonOptions.Store(), CommonOptions.Output());
        foreach (var option in new Option[] { workspace, file, output }) command.Options.Add(option);
        command.SetAction(async (parsed, ct) =>
        {
            await using var store = await OpenAsync(parsed.GetValue(workspace), parsed.GetValue(file), mayMake, ct);
            return await action(parsed, store, parsed.GetValue(output) == "json", ct);
        });
        return command;
    }

    /// <param name="mayMake">Where there is none, an empty one is made.</param>
    /// <exception cref="CommandException">There is none.</exception>
    public static async Task<IRegeneratorStore> OpenAsync(string? workspace, string? file, bool mayMake, CancellationToken ct)
    {
        if (WorkspaceOf(workspace, file) is not { } place) return await SqliteAsync(FileOf(file, mayMake), TimeProvider.System, ct);
        var config = WorkspaceConfig.Read(place.ConfigPath);
        return mayMake ? await Composition.OpenAsync(config, TimeProvider.System, ct) : await Composition.StoreAsync(config, TimeProvider.System, ct);
    }

    /// <summary>The workspace that keeps it; null: what <c>run</c> has kept is meant.</summary>
    /// <exception cref="CommandException">Both are named: whoever reads the answer would not know of which it tells.</exception>
    public static Workspace? WorkspaceOf(string? workspace, string? file)
    {
        if (workspace is not null && file is not null) throw new CommandException("--workspace and --store each name a place; give one of them");
        return workspace is not null || file is null && File.Exists(Workspace.FileName) ? Workspace.Find(workspace ?? ".") : null;
    }

    /// <summary>What <c>run</c> has kept.</summary>
    /// <exception cref="CommandException">There is none, and none may be made.</exception>
    public static string FileOf(string? file, bool mayMake)
    {
        var path = file ?? new RunSettings().Store;
        if (mayMake || File.Exists(path)) return path;
        throw new CommandException(file is null ? $"there is no {Workspace.FileName} here and no {path}; name the place with --workspace or --store" : $"{path}: no such file");
    }

    /// <summary>Opens a file, and says so when it is not what was left there.</summary>
    public static async Task<SqliteStore> SqliteAsync(string path, TimeProvider time, CancellationToken ct)
    {
        var store = await SqliteStore.OpenAsync(path, time, ct);
        if (store.WasCopied) Terminal.Warning($"{path} was restored or copied: epoch {(await store.IdentityAsync(ct)).Epoch} has begun, and what was approved has to be approved again");
        return store;
    }
}
