using System.Collections.Concurrent;
using System.Data;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Npgsql;
using Regenerator.Execution;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>
/// The server and how it is asked: every verb is one transaction, which is tried again when the server took it back or went away. Other
/// processes use the same database: what must hold holds by the row locks that <see cref="StoredState"/> takes.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const int OldestServer = 14; // columns compressed by lz4

    private const string NotRead = "can not be read";
    private const string IdleInTransaction = "25P03";

    // Twelve with growing pauses: about six seconds, in which a server restarts.
    private const int MostTries = 12;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly PostgresAddress address;
    private readonly NpgsqlDataSource source;
    private readonly ConcurrentBag<Guid> done = [];

    private PostgresDatabase(PostgresAddress address)
    {
        this.address = address;
        source = NpgsqlDataSource.Create(address.ConnectionString);
    }

    /// <exception cref="StoreException">There is no using this database; says why.</exception>
    public static async Task<PostgresDatabase> OpenAsync(PostgresAddress address, IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken ct)
    {
        var database = new PostgresDatabase(address);
        try
        {
            await database.RetryAsync(() => database.MigrateAsync(migrations, time, ct), () => "can not be opened", ct);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads at one moment.</summary>
    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken ct) => RetryAsync(
        async () =>
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            return await read(connection);
        },
        () => NotRead,
        ct);

    /// <summary>Reads at one moment, as much at a time as is asked for; what was given out can not be asked for again, so a lost connection is the end of it.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(Func<NpgsqlConnection, IAsyncEnumerable<T>> read, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await RetryAsync(() => source.OpenConnectionAsync(ct).AsTask(), () => NotRead, ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using var items = read(connection).GetAsyncEnumerator(ct);
        while (await NextAsync(items)) yield return items.Current;
    }

    /// <summary>Writes everything or nothing.</summary>
    /// <param name="keep">False: what was written is taken back.</param>
    /// <param name="verb">The store's, for crash tests.</param>
    public Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken ct, bool keep = true, [CallerMemberName] string verb = "")
    {
        var receipt = new Guid(RandomNumberGenerator.GetBytes(16));
        (T Result, bool IsSent) last = default; // a commit that no answer came to
        return RetryAsync(
            async () =>
            {
                await using var connection = await source.OpenConnectionAsync(ct);
                await using var transaction = await connection.BeginTransactionAsync(ct);
                if (!await TakeReceiptAsync(connection, receipt, ct)) return last.Result;
                last = default; // the commit that was sent is known to have failed
                var result = await write(connection);
                if (!keep) return result;
                last = (result, true);
                FaultPoint.At("committing", verb);
                await transaction.CommitAsync(CancellationToken.None); // once it is sent, its answer is worth waiting for
                FaultPoint.At("committed", verb);
                done.Add(receipt);
                return result;
            },
            () => last.IsSent ? "went away during a commit: whether it was kept is not known" : "can not be written",
            ct);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<bool> MigrateAsync(IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        if (connection.PostgreSqlVersion.Major < OldestServer) throw new StoreException($"{address} is PostgreSQL {connection.PostgreSqlVersion}; {OldestServer} or later is needed");
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await PostgresSchema.MigrateAsync(connection, address, migrations, time, ct);
        await connection.ExecuteAsync("DELETE FROM receipts WHERE at < now() - interval '1 day'", [], ct); // of processes that were ended
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    /// <summary>
    /// Leaves a mark that is there if, and only if, the transaction commits. Where an earlier try may still be committing, the insert waits
    /// for its end.
    /// </summary>
    /// <returns>False: an earlier try did commit.</returns>
    private async Task<bool> TakeReceiptAsync(NpgsqlConnection connection, Guid receipt, CancellationToken ct)
    {
        var old = new List<Guid>();
        while (done.TryTake(out var id)) old.Add(id);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("SET LOCAL idle_in_transaction_session_timeout = '60s'", []); // a process that froze must not hold its locks for ever
        batch.Add("SET LOCAL jit = off", []); // it takes longer than what it makes faster
        batch.Add("DELETE FROM receipts WHERE id = ANY($1)", [old.ToArray()]);
        batch.Add("INSERT INTO receipts (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING true", [receipt]);
        return await batch.ExecuteScalarAsync(ct) is true;
    }

    /// <param name="failure">What to say of the database when it was tried often enough.</param>
    private async Task<T> RetryAsync<T>(Func<Task<T>> attempt, Func<string> failure, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await attempt();
            }
            catch (NpgsqlException problem) when (tries < MostTries && Passes(problem))
            {
                await Task.Delay(Pause(tries), TimeProvider.System, ct); // the server's time, whatever clock the engine goes by
            }
            catch (NpgsqlException problem)
            {
                throw Refusal(problem, failure());
            }
        }
    }

    private async Task<bool> NextAsync<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (NpgsqlException problem)
        {
            throw Refusal(problem, NotRead);
        }
    }

    private StoreException Refusal(NpgsqlException problem, string failure) => problem is PostgresException { MessageText: var text, SqlState: var state }
        ? new StoreException($"{address} {failure}: {text} ({state})", problem)
        : new StoreException($"{address} {failure}: {(problem.InnerException ?? problem).Message}", problem);

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static bool Passes(NpgsqlException problem) => problem switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => true,
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or IdleInTransaction } => true,
        PostgresException => false,
        _ => problem.InnerException is IOException or System.Net.Sockets.SocketException,
    };

    private static TimeSpan Pause(int tries)
    {
        var pause = FirstPause * Math.Pow(2, tries - 1);
        return (pause < LongestPause ? pause : LongestPause) * (RandomNumberGenerator.GetInt32(50, 150) / 100d);
    }
}
