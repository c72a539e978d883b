using Microsoft.Extensions.Logging;
using Regenerator.Access;
using Regenerator.Proposals;

namespace Regenerator.Studio.Api;

/// <summary>What the API itself has to say; ids go on after those of the command.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(200, LogLevel.Error, "{Method} {Endpoint} broke down: {Reason}")]
    public static partial void Broke(this ILogger log, string method, string endpoint, string reason);

    [LoggerMessage(201, LogLevel.Error, "applying {Proposal} broke off: {Reason}; the next pass goes on with it")]
    public static partial void ApplyBroke(this ILogger log, ProposalId proposal, string reason);

    [LoggerMessage(202, LogLevel.Information, "{By} made token {Token}, with which {Actor} acts as {Role}")]
    public static partial void TokenMade(this ILogger log, TokenId token, string actor, string role, string by);

    [LoggerMessage(203, LogLevel.Information, "{By} revoked token {Token}")]
    public static partial void TokenRevoked(this ILogger log, TokenId token, string by);
}
