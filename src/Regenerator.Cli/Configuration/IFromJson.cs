namespace Regenerator.Cli.Configuration;

/// <summary>A type that reads its own JSON, because its shape depends on what is written.</summary>
internal interface IFromJson<TSelf>
    where TSelf : class, IFromJson<TSelf>
{
    /// <returns>Null after a problem was reported to the file.</returns>
    static abstract TSelf? Read(PositionedJson node, ConfigurationFile file);
}
