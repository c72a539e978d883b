namespace Regenerator.Conformance;

/// <summary>Counts cases and prints what a reader must act on: failures, and differences that are on purpose.</summary>
/// <param name="compatibility">The text of docs/reference/compatibility.md, where what is on purpose has to stand; null where there is no such file.</param>
internal sealed class Report(TextWriter output, string? compatibility)
{
    private int passed;
    private int failed;
    private int byDesign;

    /// <param name="difference">Null: the case agrees with the vector.</param>
    /// <param name="reason">Why a difference is on purpose; null where it is not.</param>
    public void Case(string file, string name, string? difference, string? reason)
    {
        if (difference is null)
        {
            if (reason is null) passed++;
            else Fail($"{file} / {name}: listed as by design, but it agrees: take it off the list");
        }
        else if (reason is not null)
        {
            byDesign++;
            output.WriteLine($"by design  {file} / {name}: {reason}");
            if (compatibility?.Contains(name, StringComparison.Ordinal) == false) Fail($"{file} / {name}: by design, but docs/reference/compatibility.md does not name it");
        }
        else
        {
            Fail($"{file} / {name}: {difference}");
        }
    }

    /// <param name="problem">Why the file can not be read at all.</param>
    public void Broken(string file, string problem) => Fail($"{file}: {problem.ReplaceLineEndings(" ")}");

    public void LeaveOut(IReadOnlyList<string> files)
    {
        foreach (var file in files.Order(StringComparer.Ordinal)) output.WriteLine($"not run    {Path.GetFileName(file)}: {Reason(Path.GetFileName(file))}");
    }

    /// <returns>The exit code.</returns>
    public int Finish()
    {
        if (passed + failed + byDesign == 0) Fail("no vector file was found");
        output.WriteLine($"{passed} passed, {failed} failed, {byDesign} by design");
        return failed > 0 ? 1 : 0;
    }

    private void Fail(string line)
    {
        failed++;
        output.WriteLine($"FAILED     {line}");
    }

    private static string Reason(string file) => file.Split('-')[0] switch
    {
        "service" or "envelopes" => "documents the original, no gate (docs/reference/compatibility.md)",
        _ => "no suite knows this name",
    };
}
