namespace Regenerator.Cli.Configuration;

/// <summary>A configuration file that is being read: its tree, and what was found wrong with it so far.</summary>
internal sealed class ConfigurationFile
{
    /// <summary>More than these would only repeat one mistake.</summary>
    public const int MostProblems = 10;

    private readonly List<string> problems = [];
    private readonly List<string> warnings = [];

    private ConfigurationFile(string name, string folder, PositionedJson root)
    {
        Name = name;
        Folder = folder;
        Root = root;
    }

    /// <summary>As the user gave it; begins every message.</summary>
    public string Name { get; }

    /// <summary>What paths in the file are relative to.</summary>
    public string Folder { get; }

    public PositionedJson Root { get; }

    public IReadOnlyList<string> Warnings => warnings;

    /// <exception cref="ConfigurationException">The file can not be read, or is no JSON.</exception>
    public static ConfigurationFile Open(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path, Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: can not be read: {problem.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <exception cref="ConfigurationException">The text is no JSON.</exception>
    public static ConfigurationFile Parse(ReadOnlySpan<byte> utf8, string name, string folder)
    {
        try
        {
            return new ConfigurationFile(name, folder, PositionedJson.Parse(utf8));
        }
        catch (JsonProblemException problem)
        {
            throw new ConfigurationException($"{name}:{problem.Place}: {problem.Message}");
        }
    }

    /// <summary>What is read twice, because it is a part of two things, is wrong once.</summary>
    public void Problem(TextPlace place, string problem)
    {
        var line = $"{Name}:{place}: {problem}";
        if (!problems.Contains(line)) problems.Add(line);
    }

    /// <summary>A value of a wrong type or out of range.</summary>
    public void Refuse(PositionedJson value, string allowed) => Problem(value.Place, $"{Of(value)}: saw {value.Seen}; allowed: {allowed}");

    /// <summary>A value that can not be; the reason tells what was seen.</summary>
    public void Fault(PositionedJson value, string reason) => Problem(value.Place, $"{Of(value)}: {reason}");

    public void Warn(PositionedJson value, string warning) => warnings.Add($"{Name}:{value.Place}: {Of(value)}: {warning}");

    public void Warn(string warning) => warnings.Add($"{Name}: {warning}");

    /// <exception cref="ConfigurationException">There was a problem.</exception>
    public void ThrowIfWrong()
    {
        if (problems.Count == 0) return;
        var (shown, more) = (problems.Take(MostProblems).ToList(), problems.Count - MostProblems);
        if (more > 0) shown.Add($"{Name}: and {more} more");
        problems.Clear(); // they are told; the next part of the file starts afresh
        throw new ConfigurationException(shown);
    }

    private static string Of(PositionedJson value) => value.Path.Length == 0 ? "the file" : value.Path;
}
