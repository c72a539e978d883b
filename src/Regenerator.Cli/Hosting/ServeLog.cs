using Microsoft.Extensions.Logging;

namespace Regenerator.Cli.Hosting;

/// <summary>What the command itself logs, beside <see cref="RegeneratorLog"/>.</summary>
internal static partial class ServeLog
{
    [LoggerMessage(100, LogLevel.Information, "watches {Workspace}: {Rules} rules, {Providers} providers")]
    public static partial void Watching(this ILogger log, string workspace, int rules, int providers);

    [LoggerMessage(101, LogLevel.Information, "listens on {Address}")]
    public static partial void Listening(this ILogger log, string address);

    [LoggerMessage(102, LogLevel.Warning, "{Warning}")]
    public static partial void Warned(this ILogger log, string warning);

    [LoggerMessage(103, LogLevel.Information, "stopped; what was begun is in the store")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(104, LogLevel.Critical, "{Reason}")]
    public static partial void Ended(this ILogger log, string reason);
}
