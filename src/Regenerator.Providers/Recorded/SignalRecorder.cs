using System.Buffers;
using System.Text;
using System.Text.Json;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>Writes readings to a file that <see cref="RecordedSignals"/> replays: the signals, then the line that closes their window. Safe to share between threads.</summary>
public sealed class SignalRecorder : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly FileStream file;

    private SignalRecorder(FileStream file) => this.file = file;

    /// <summary>A new file gets the format line; an existing recording is appended to.</summary>
    /// <exception cref="RecordedFormatException">The file is something else.</exception>
    /// <exception cref="IOException">The file can not be opened, or is being written by another recorder.</exception>
    public static async Task<SignalRecorder> OpenAsync(string path, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, useAsync: true);
        try
        {
            await BeginAsync(opened, path, ct);
            return new SignalRecorder(opened);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>On return the lines have left this process; a crash of the machine may still lose them.</summary>
    public async ValueTask RecordAsync<TSignal>(string provider, TimeWindow window, IReading<TSignal> reading, CancellationToken ct)
        where TSignal : RegeneratorSignal
    {
        var lines = Lines(provider, window, reading);
        await gate.WaitAsync(ct);
        try
        {
            // One write, and not cancelled half way: a torn line would spoil the file.
            await file.WriteAsync(lines.WrittenMemory, CancellationToken.None);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        gate.Dispose();
    }

    private static async Task BeginAsync(FileStream opened, string path, CancellationToken ct)
    {
        if (opened.Length == 0)
        {
            await opened.WriteAsync(Encoding.UTF8.GetBytes(RecordedFormat.Header + "\n"), ct);
            return;
        }

        var start = new byte[RecordedFormat.Header.Length];
        var length = await opened.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        if (Encoding.UTF8.GetString(start, 0, length) != RecordedFormat.Header) throw new RecordedFormatException($"{path}:1: is no recording that can be appended to: {RecordedFormat.Header} is expected");
        opened.Seek(-1, SeekOrigin.End);
        var last = opened.ReadByte();
        // A process that died while writing left half a line: it stays visible, and what follows stays readable.
        if (last != '\n') opened.WriteByte((byte)'\n');
    }

    private static ArrayBufferWriter<byte> Lines<TSignal>(string provider, TimeWindow window, IReading<TSignal> reading)
        where TSignal : RegeneratorSignal
    {
        var lines = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(lines, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var kind = RecordedFormat.Word(RecordedFormat.KindOf<TSignal>());
        foreach (var signal in reading.Signals)
        {
            Begin(kind);
            json.WritePropertyName("signal");
            JsonSerializer.Serialize(json, signal, RegeneratorJson.Default.GetTypeInfo(typeof(TSignal))!);
            End();
        }

        Begin("reading");
        json.WriteString("kind", kind);
        json.WriteString("since", window.Since.UtcDateTime);
        json.WriteString("until", window.Until.UtcDateTime);
        json.WriteString("coverage", reading.Coverage.IsComplete ? "complete" : reading.Coverage.IsUnavailable ? "unavailable" : "partial");
        if (!reading.Coverage.IsComplete) json.WriteString("reason", reading.Coverage.Reason);
        End();
        return lines;

        void Begin(string type)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("contextId", reading.ContextId);
            json.WriteString("provider", provider);
        }

        void End()
        {
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            lines.Write("\n"u8);
        }
    }
}
