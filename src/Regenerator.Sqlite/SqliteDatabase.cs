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
    private readonly bool isUnchanging;
    private readonly SqliteConnection writer;
    private bool closed;
    private StoreMarker? unsettled; // whoever has the gate

    /// <param name="isUnchanging">Nobody writes to the file, so that nothing has to be made beside it.</param>
    private SqliteDatabase(string file, bool isUnchanging)
    {
        (this.file, this.isUnchanging) = (file, isUnchanging);
        connectionString = (isUnchanging
            ? new SqliteConnectionStringBuilder { DataSource = $"{new Uri(file).AbsoluteUri}?immutable=1", Mode = SqliteOpenMode.ReadOnly, Pooling = false } // what a connection has read once it would not read again
            : new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = BusySeconds, Pooling = true }).ToString();
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
            database = OpenFile(place);
            SqliteFault.RefuseDamaged(database.writer, path, new FileInfo(place).Length);
            if (!database.isUnchanging) database.Tune();
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
    /// <param name="keep">False: what was written is taken back.</param>
    /// <param name="verb">The store's, for crash tests.</param>
    public async Task<T> WriteAsync<T>(Func<SqliteTransaction, T> write, CancellationToken ct, bool keep = true, [CallerMemberName] string verb = "")
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
                    if (!keep) return result;
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

    /// <summary>As it is to be used, or, where SQLite can make nothing beside it, as a file that does not change.</summary>
    private static SqliteDatabase OpenFile(string place)
    {
        SqliteDatabase? database = null;
        try
        {
            database = new SqliteDatabase(place, isUnchanging: false);
            database.writer.ExecuteScalar<long>("PRAGMA schema_version"); // the first look at the file
            return database;
        }
        catch (SqliteException problem)
        {
            database?.Close();
            if (SqliteFault.IsHeldByFolder(problem) && File.Exists(place)) return new SqliteDatabase(place, isUnchanging: true);
            throw;
        }
    }

    private void Tune()
    {
        writer.Execute("PRAGMA page_size = 16384"); // counts for a new file only; measured: twice the commits of 4 KiB pages
        writer.Execute("PRAGMA journal_mode = WAL");
        writer.Execute("PRAGMA secure_delete = ON"); // what is erased is not left lying in free pages
        writer.Execute("PRAGMA cache_size = -65536"); // KiB; a batch that outgrows the cache is written twice
        writer.Execute("PRAGMA wal_autocheckpoint = 16384"); // pages, 256 MiB: what many commits change in a row is copied once
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
        if (isUnchanging) SqliteFault.RefuseLog(file);
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
