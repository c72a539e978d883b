using System.Reflection;

namespace Regenerator.Cli.Modules;

/// <param name="Path">As the user gave it: messages repeat it.</param>
/// <param name="Assembly">Loaded where our own assemblies are.</param>
/// <param name="FromCache">No compiler ran for it.</param>
internal sealed record CompiledModule(string Path, Assembly Assembly, bool FromCache);
