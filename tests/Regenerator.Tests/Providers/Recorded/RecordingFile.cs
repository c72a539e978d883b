namespace Regenerator.Tests.Providers.Recorded;

/// <summary>Recordings in a folder of their own.</summary>
internal sealed class RecordingFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-recorded-").FullName;

    public string Path => System.IO.Path.Combine(folder, "a.ndjson");

    /// <summary>With the format line before the lines.</summary>
    public string[] Write(params string[] lines) => Raw(["""{"format":"regenerator.signals/1"}""", .. lines]);

    public string[] Raw(params string[] lines)
    {
        File.WriteAllLines(Path, lines);
        return [Path];
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
