using Regenerator.Proposals;

namespace Regenerator.Sinks.Ndjson;

/// <summary>
/// Appends one line per delivery, on disk before it returns. A line that came twice has the same <c>id</c>. The file is opened anew for
/// every line, so that whoever rotates it (logrotate) needs to tell nobody.
/// </summary>
public sealed class NdjsonSink : IProposalSink
{
    private readonly NdjsonOptions options;
    private readonly string path;

    /// <exception cref="ArgumentException">A setting can not work; names it.</exception>
    public NdjsonSink(NdjsonOptions options)
    {
        if (options.File.Length == 0) throw OptionsCheck.Refused(options.Name, "file", "is empty");
        OptionsCheck.Source(options.Name, options.Source);
        OptionsCheck.TimeLimit(options.Name, options.TimeLimit);
        this.options = options;
        path = Path.GetFullPath(options.File);
    }

    public string Name => options.Name;

    public IReadOnlySet<Moment> Moments => options.Moments;

    public TimeSpan TimeLimit => options.TimeLimit;

    public async Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete });
        // A line that a crash left half written stays one bad line; it does not swallow this one.
        byte[] before = await EndsInTheMiddleAsync(file, ct) ? [(byte)'\n'] : [];
        byte[] line = [.. before, .. CloudEvent.Of(delivery, options.Source), (byte)'\n'];
        await file.WriteAsync(line, CancellationToken.None);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Leaves the stream at its end.</summary>
    private static async Task<bool> EndsInTheMiddleAsync(FileStream file, CancellationToken ct)
    {
        if (file.Length == 0) return false;
        file.Seek(-1, SeekOrigin.End);
        var last = new byte[1];
        await file.ReadExactlyAsync(last, ct);
        return last[0] != '\n';
    }
}
