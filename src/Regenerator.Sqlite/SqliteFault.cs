using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>What SQLite reports, as one line for whoever runs the program: which file, what is wrong, what to do.</summary>
internal static class SqliteFault
{
    // Reading it through costs a blink up to here; what is larger is read through by «store verify».
    private const long CheckedUpTo = 64L * 1024 * 1024;

    // https://www.sqlite.org/rescode.html
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CanNotOpen = 14;
    private const int NotADatabase = 26;

    /// <param name="done">What could not be done with the file: opened, read, written.</param>
    /// <returns>Null: it is none of the file's.</returns>
    public static StoreException? Of(Exception problem, string path, string done) => problem switch
    {
        SqliteException { SqliteErrorCode: NotADatabase } => new StoreException($"{path} is not a store: it is not a SQLite database", problem),
        SqliteException { SqliteErrorCode: Corrupt } sqlite => Damaged(path, sqlite.Message, sqlite),
        SqliteException sqlite => new StoreException($"{path} can not be {done}: {Words(sqlite)}", problem),
        IOException or UnauthorizedAccessException => new StoreException($"{path} can not be {done}: {problem.Message}", problem),
        _ => null,
    };

    /// <summary>Nothing can be written for now, which keeps nobody from reading.</summary>
    public static bool LetsRead(Exception problem) => problem is SqliteException { SqliteErrorCode: Full or ReadOnly or IoError or CanNotOpen } or IOException or UnauthorizedAccessException;

    /// <summary>The file may be as well as it wants: SQLite can not make what it needs beside it.</summary>
    public static bool IsHeldByFolder(SqliteException problem) => problem.SqliteErrorCode is ReadOnly or CanNotOpen;

    /// <exception cref="StoreException">What was committed last is beside the file, and nobody here can bring it in.</exception>
    public static void RefuseLog(string file)
    {
        var log = new FileInfo($"{file}-wal");
        if (log is { Exists: true, Length: > 0 })
            throw new StoreException($"{file} can not be read: its folder is read-only, and what was committed last is in {log.Name} beside it; make the folder writable, or copy {Path.GetFileName(file)} and {log.Name} to one that is");
    }

    /// <exception cref="StoreException">Pages of the file contradict each other.</exception>
    public static void RefuseDamaged(SqliteConnection connection, string path, long length)
    {
        if (length is 0 or > CheckedUpTo) return;
        if (connection.QueryFirst<string>("PRAGMA quick_check(1)") is var found and not "ok") throw Damaged(path, found, null);
    }

    private static StoreException Damaged(string path, string found, Exception? inner) => new(
        $"{path} is damaged ({found.ReplaceLineEndings(" ").Trim()}): put a backup in its place; «sqlite3 {path} .recover» saves what can be saved", inner);

    private static string Words(SqliteException problem) => problem.SqliteErrorCode switch
    {
        Full => "the disk is full",
        ReadOnly => "it is read-only",
        Busy => "another process has kept it to itself for too long",
        IoError => $"the disk reports an error ({problem.SqliteExtendedErrorCode})",
        CanNotOpen => "there is no opening it here, or no file beside it",
        _ => problem.Message,
    };
}
