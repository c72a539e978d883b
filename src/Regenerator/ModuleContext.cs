using Regenerator.Execution;

namespace Regenerator;

/// <summary>What a module may ask for when it makes a rule, a provider, a sink or an executor.</summary>
public sealed class ModuleContext
{
    /// <summary>One for the whole process; providers do not make their own.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>The documents of the workspace, for executors that change them.</summary>
    public required ISpecStore Specs { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The folder that relative paths are meant from.</summary>
    public required string Folder { get; init; }

    /// <summary>Binds options by name; refuses unknown members.</summary>
    public required Func<Type, string?, object> Bind { private get; init; }

    /// <summary>Reads <c>NAME</c> from the environment; refuses when it is not set.</summary>
    public required Func<string, string> ReadSecret { private get; init; }

    /// <summary>The options of the named provider in regenerator.json; without a name those of the module's own entry.</summary>
    /// <exception cref="Exception">There are none, or they do not fit; the message says where and what is allowed.</exception>
    public T Options<T>(string? name = null)
        where T : class => (T)Bind(typeof(T), name);

    /// <summary>A secret from the environment. Never write it anywhere.</summary>
    public string Secret(string name) => ReadSecret(name);
}
