namespace Regenerator.Specs.Json;

/// <summary>What became of a patch on the bytes of a document: all of it, or nothing.</summary>
public abstract record SpliceResult
{
    private SpliceResult()
    {
    }

    /// <param name="Bytes">The whole document, BOM and trailing line break included where it had them.</param>
    public sealed record Spliced(byte[] Bytes) : SpliceResult;

    /// <param name="Reason">One plain sentence.</param>
    public sealed record Refused(string Reason) : SpliceResult;
}
