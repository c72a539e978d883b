namespace Regenerator.Cli.Configuration;

/// <summary>A configuration can not be used. The message has one problem a line, each with its place.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public ConfigurationException(string problem)
        : this([problem])
    {
    }

    public IReadOnlyList<string> Problems { get; } = problems;
}
