using System.Reflection;
using System.Text.Json;
using Regenerator.Cli.Configuration;
using Regenerator.Providers.Prometheus;

namespace Regenerator.Cli.Modules;

/// <summary>Options that a module asks for by type: its own entry's <c>options</c>, or those of a named provider.</summary>
internal static class ModuleOptions
{
    private static readonly MethodInfo BindOne = typeof(ModuleOptions).GetMethod(nameof(BindTyped), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static object Bind(Type type, string? name, WorkspaceConfig? config, JsonElement? own)
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

    private static T BindTyped<T>(string? name, WorkspaceConfig? config, JsonElement? own)
        where T : class
    {
        if (name is not null)
        {
            var entry = config?.Providers.FirstOrDefault(p => string.Equals(p.Name, name))
                ?? throw new ConfigurationException($"a module asks for the options of provider «{name}»; {Known(config)}");
            if (entry.Module is null && typeof(T) == typeof(PrometheusOptions)) return (T)(object)(entry.Body.Bind<PrometheusEntry>().Options() with { Name = name }); // its secrets are references
            if (entry.Module is null) return entry.Body.Bind<T>();
            own = entry.Options;
        }

        var text = own?.GetRawText() ?? "{}";
        var file = ConfigurationFile.Parse(System.Text.Encoding.UTF8.GetBytes(text), "options", config?.Folder ?? Directory.GetCurrentDirectory());
        var bound = StrictJson.Bind<T>(file.Root, file);
        file.ThrowIfWrong();
        return bound!;
    }

    private static string Known(WorkspaceConfig? config) => config is null ? "there is no regenerator.json that could have them" : $"known: {string.Join(", ", config.Providers.Select(p => p.Name))}";
}
