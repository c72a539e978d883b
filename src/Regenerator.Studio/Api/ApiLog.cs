using Microsoft.Extensions.Logging;
using Regenerator.Proposals;

namespace Regenerator.Studio.Api;

/// <summary>What the API itself has to say; ids go on after those of the command.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(200, LogLevel.Error, "{Method} {Endpoint} broke down: {Reason}")]
    public static partial void Broke(this ILogger log, string method, string endpoint, string reason);

    [LoggerMessage(201, LogLevel.Error, "applying {Proposal} broke off: {Reason}; the next pass goes on with it")]
    public static partial void ApplyBroke(this ILogger log, ProposalId proposal, string reason);
}
