namespace Regenerator.Specs.Validation.Rules;

/// <summary>What is seen only in the resolved view, whichever document it comes from.</summary>
internal static class InForceRules
{
    public static void Check(TenantCase at, FindingSink sink)
    {
        RouteTargetRules.Check(at, sink);
        TelemetryRules.InForce(at, sink);
        ConnectionRules.InForce(at, sink);
    }
}
