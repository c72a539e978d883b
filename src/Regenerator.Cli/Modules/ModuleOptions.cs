using System.Reflection;
using Regenerator.Cli.Configuration;
using Regenerator.Providers.Prometheus;

namespace Regenerator.Cli.Modules;

/// <summary>Options that a module asks for by type: its own entry's <c>options</c>, or those of a named provider.</summary>
internal static class ModuleOptions
{
    private static readonly MethodInfo BindOne = typeof(ModuleOptions).GetMethod(nameof(BindTyped), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <param name="own">The entry of the module; null: there is no regenerator.json.</param>
    /// <exception cref="ConfigurationException">They do not fit: where in regenerator.json, and what is allowed.</exception>
    /// <exception cref="ModuleException">There are none of that name.</exception>
    public static object Bind(Type type, string? name, WorkspaceConfig? config, TypedBody? own)
    {
        try
        {
            return BindOne.MakeGenericMethod(type).Invoke(null, [name, config, own])!;
        }
        catch (TargetInvocationException problem) when (problem.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private static T BindTyped<T>(string? name, WorkspaceConfig? config, TypedBody? own)
        where T : class
    {
        if (name is not null)
        {
            var entry = config?.Providers.FirstOrDefault(p => string.Equals(p.Name, name))
                ?? throw new ModuleException($"a module asks for the options of provider «{name}»; {Known(config)}");
            if (entry.Module is null && typeof(T) == typeof(PrometheusOptions)) return (T)(object)(entry.Body.Bind<PrometheusEntry>().Options() with { Name = name }); // its secrets are references
            if (entry.Module is null) return entry.Body.Bind<T>();
            own = entry.Body;
        }

        if (own is not null) return own.Options<T>();
        var none = ConfigurationFile.Parse("{}"u8, "options", Directory.GetCurrentDirectory());
        var bound = StrictJson.Bind<T>(none.Root, none);
        none.ThrowIfWrong();
        return bound!;
    }

    private static string Known(WorkspaceConfig? config) => config is null ? "there is no regenerator.json that could have them" : $"known: {string.Join(", ", config.Providers.Select(p => p.Name))}";
}
