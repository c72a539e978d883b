namespace Regenerator.Cli.Modules;

/// <summary>A module can not be used as it is. The message is for its author: each line begins with the path as the author gave it.</summary>
internal sealed class ModuleException(string message, Exception? inner = null) : Exception(message, inner);
