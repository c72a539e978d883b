using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Execution;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>
/// The file and its connections: one that writes, guarded by a lock that only saves this process from waiting for itself, and pooled
/// ones that read. Other processes use the same file: what must hold holds by transactions that take the write lock at their start.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    // How long a statement waits for another process to commit.
    private const int BusySeconds = 30;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly string file;
    private readonly string connectionString;
    private readonly SqliteConnection writer;
    private bool closed;
    private StoreMarker? unsettled; // whoever has the gate

    private SqliteDatabase(string file, string connectionString)
    {
        this.file = file;
        this.connectionString = connectionString;
        writer = Connect();
    }

    /// <summary>This opening has found that the file is a copy, or was restored.</summary>
    public bool WasCopied { get; private set; }

    /// <param name="path">The file; made where there is none.</param>
    /// <param name="migrations">What makes its schema.</param>
    /// <param name="time">When migrations happen.</param>
    /// <param name="isNoted">The opening is noted in the file and beside it, and it is looked whether the file is a copy.</param>
    /// <exception cref="StoreException">There is no using this file; says why.</exception>
    public static SqliteDatabase Open(string path, IReadOnlyList<Migration> migrations, TimeProvider time, bool isNoted)
    {
        SqliteDatabase? database = null;
        try
        {
            var place = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(place) ?? place);
            database = new SqliteDatabase(place, new SqliteConnectionStringBuilder { DataSource = place, ForeignKeys = true, DefaultTimeout = BusySeconds, Pooling = true }.ToString());
            SqliteFault.RefuseDamaged(database.writer, path, new FileInfo(place).Length);
            database.writer.Execute("PRAGMA page_size = 16384"); // counts for a new file only; measured: twice the commits of 4 KiB pages
            database.writer.Execute("PRAGMA journal_mode = WAL");
            database.writer.Execute("PRAGMA secure_delete = ON"); // what is erased is not left lying in free pages
            database.writer.Execute("PRAGMA cache_size = -32768"); // KiB; a batch that outgrows the cache is written twice
            SqliteSchema.Migrate(database.writer, path, migrations, time);
            if (isNoted) database.Recognize(time);
            return database;
        }
        catch (Exception problem)
        {
            database?.Close();
            if (SqliteFault.Of(problem, path, "opened") is { } told) throw told;
            throw;
        }
    }

    /// <summary>Reads at one moment.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken ct) => Task.Run(
        () =>
        {
            try
            {
                using var connection = Connect();
                using var transaction = connection.BeginTransaction(deferred: true);
                return read(connection);
            }
            catch (SqliteException problem)
            {
                throw SqliteFault.Of(problem, file, "read")!;
            }
        },
        ct);

    /// <summary>Reads at one moment, as much at a time as is asked for.</summary>
    public IEnumerable<T> Read<T>(Func<SqliteConnection, IEnumerable<T>> read)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        using var items = read(connection).GetEnumerator();
        while (Next(items)) yield return items.Current;
    }

    /// <summary>Writes everything or nothing. Off the caller's thread, because SQLite's calls block it.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteTransaction, T> write, CancellationToken ct, [CallerMemberName] string verb = "")
    {
        await gate.WaitAsync(ct);
        try
        {
            return await Task.Run(
                () =>
                {
                    unsettled = null;
                    using var transaction = writer.BeginTransaction(deferred: false);
                    var result = write(transaction);
                    FaultPoint.At("committing", verb);
                    transaction.Commit();
                    FaultPoint.At("committed", verb);
                    unsettled?.Settle();
                    return result;
                },
                ct);
        }
        catch (Exception problem) when (SqliteFault.Of(problem, file, "written") is not null)
        {
            throw SqliteFault.Of(problem, file, "written")!;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The connection that writes, outside of any transaction.</summary>
    public async Task WithWriterAsync(Action<SqliteConnection> use, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            use(writer);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Makes every earlier copy of the file known as one, from the commit of the transaction on.</summary>
    /// <exception cref="StoreException">The file was exchanged since it was opened.</exception>
    public void TakeTurn(SqliteTransaction transaction)
    {
        var (isCopy, marker) = StoreRow.TakeTurn(transaction.Connection!, file);
        if (isCopy) throw new StoreException($"{file} was restored or copied while it was used: start again");
        unsettled = marker;
    }

    /// <exception cref="StoreException">There is a file already, or it can not be written.</exception>
    public void Backup(string path)
    {
        var target = Path.GetFullPath(path);
        if (File.Exists(target)) throw new StoreException($"{path}: there is a file already; a backup is written to a new one");
        var unfinished = target + ".tmp";
        try
        {
            File.Delete(unfinished);
            using (var connection = Connect()) connection.Execute("VACUUM INTO @unfinished", new { unfinished });
            using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false }.ToString()))
            {
                copy.Open();
                copy.Execute("PRAGMA synchronous = FULL");
                StoreRow.BecomeAnother(copy);
            }

            File.Move(unfinished, target);
        }
        catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: the backup can not be written: {problem.Message}", problem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, true)) return;
        await gate.WaitAsync();
        Close();
        gate.Dispose();
    }

    // Where nothing can be written, there is still something to read; a claim, which is what a copy must not have, writes.
    private void Recognize(TimeProvider time)
    {
        try
        {
            using var transaction = writer.BeginTransaction(deferred: false);
            (WasCopied, var marker) = StoreRow.TakeTurn(writer, file);
            if (WasCopied) StoreRow.BeginEpoch(writer, StoreRow.Read(writer).Epoch + 1, StoreIdentity.Copied, time.GetUtcNow());
            transaction.Commit();
            marker.Settle();
        }
        catch (Exception problem) when (SqliteFault.LetsRead(problem))
        {
            WasCopied = false;
        }
    }

    private bool Next<T>(IEnumerator<T> items)
    {
        try
        {
            return items.MoveNext();
        }
        catch (SqliteException problem)
        {
            throw SqliteFault.Of(problem, file, "read")!;
        }
    }

    private void Close()
    {
        writer.Dispose();
        SqliteConnection.ClearPool(writer);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {BusySeconds * 1000}; PRAGMA synchronous = FULL"); // a step of the journal must outlive a power cut
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
