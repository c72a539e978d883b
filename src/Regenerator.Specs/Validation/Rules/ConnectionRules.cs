using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Whether a tenant's connection may and can serve the slot that it is bound to.</summary>
internal static class ConnectionRules
{
    /// <returns>Nothing speaks against the binding.</returns>
    public static bool Serves(TenantCase at, IntegrationSlot slot, IntegrationBinding binding, int index, FindingSink sink)
    {
        if (at.LeavesOut(at.Registries.IntegrationConnections)) return true;
        var found = new Objections(slot, binding, index, sink);
        IntegrationConnection? connection = null;
        if (at.Registries.IntegrationConnections?.TryGet(binding.ConnectionId, out connection) != true)
            return found.Object(IntegrationCodes.MissingIntegrationConnection, "", $"is bound to the connection «{binding.ConnectionId}», which is not known; connect it, or bind another one");

        Connection(at, slot, connection!, found);
        if (at.LeavesOut(at.Registries.IntegrationSpecs)) return found.None;
        var meta = connection!.Meta;
        IntegrationSpec? spec = null;
        if (at.Registries.IntegrationSpecs?.TryGet(meta.IntegrationKey, meta.IntegrationVersion, out spec) != true)
            return found.Object(ConnectionCodes.IntegrationSpecNotFound, $" {meta.IntegrationKey}@{meta.IntegrationVersion}", $"is bound to a connection of the integration «{meta.IntegrationKey}@{meta.IntegrationVersion}», which is not registered; register it, or correct the connection");
        Integration(slot, connection, spec!, found);
        return found.None;
    }

    /// <summary>What serves a slot in the resolved view although validation would not let it.</summary>
    public static void InForce(TenantCase at, FindingSink sink)
    {
        foreach (var served in at.Resolved.Integrations)
        {
            var meta = served.Connection.Meta;
            var subject = $"slot {served.Slot.SlotId} connection {meta.Id}";
            if (!string.Equals(meta.TenantId.Value, at.Tenant.Meta.TenantId))
                sink.Add(ConnectionCodes.ForeignConnectionInUse, Binding(at, served.Binding), subject, $"The app will serve the slot «{served.Slot.SlotId}» with «{meta.Id}», a connection of {Owner(meta)}; bind a connection of «{at.Tenant.Meta.TenantId}»");
            if (IsBroken(served.Connection))
                sink.Add(ConnectionCodes.BrokenConnectionInUse, Binding(at, served.Binding), subject, $"The app will serve the slot «{served.Slot.SlotId}» with «{meta.Id}», whose status is {served.Connection.Status.Value}, and will not fall back to another binding; repair it, or give another binding a lower priority");
        }
    }

    public static bool IsBroken(IntegrationConnection connection) => connection.Status.Value is "disconnected" or "error";

    private static void Connection(TenantCase at, IntegrationSlot slot, IntegrationConnection connection, Objections found)
    {
        var (mode, status) = (connection.OwnershipMode.Value ?? "", connection.Status.Value);
        if (!string.Equals(connection.Meta.TenantId.Value, at.Tenant.Meta.TenantId))
            found.Object(ConnectionCodes.ForeignConnection, "", $"is bound to «{connection.Meta.Id}», a connection of {Owner(connection.Meta)}; bind a connection of «{at.Tenant.Meta.TenantId}»");
        if (slot.AllowedModes is { Count: > 0 } allowed && !allowed.Contains(mode))
            found.Object(ConnectionCodes.ModeMismatch, $" {mode}", $"allows the modes {string.Join(", ", allowed)}, the connection «{connection.Meta.Id}» is {mode}; bind a connection of an allowed mode");
        if (IsBroken(connection))
            found.Object(ConnectionCodes.ConnectionNotReady, "", $"is bound to the connection «{connection.Meta.Id}», whose status is {status}; repair it, or bind another one");
        else if (status is null or "unknown")
            found.Remark(ConnectionCodes.ConnectionStatusUnknown, "", $"is bound to the connection «{connection.Meta.Id}», whose status is not known; check it");
    }

    private static void Integration(IntegrationSlot slot, IntegrationConnection connection, IntegrationSpec spec, Objections found)
    {
        var mode = connection.OwnershipMode.Value ?? "";
        if (!string.Equals(spec.Meta.Category.Value, slot.RequiredCategory))
            found.Object(ConnectionCodes.CategoryMismatch, $" {spec.Meta.Category.Value}", $"needs the category {slot.RequiredCategory}, the connection «{connection.Meta.Id}» is of {spec.Meta.Category.Value ?? "no category"}; bind one of {slot.RequiredCategory}");
        if (spec.SupportedModes?.Contains(mode) != true)
            found.Object(ConnectionCodes.UnsupportedOwnershipMode, $" {mode}", $"is bound to «{connection.Meta.Id}» in mode {mode}, which the integration «{spec.Meta.Key}» does not support; connect it as {string.Join(" or ", spec.SupportedModes ?? [])}");
        for (var i = 0; i < slot.RequiredCapabilities?.Count; i++)
            if (!Provides(spec, slot.RequiredCapabilities[i]))
                found.Object(ConnectionCodes.CapabilityNotProvided, $" {slot.RequiredCapabilities[i].Display}", $"needs «{slot.RequiredCapabilities[i].Display}», which the integration «{spec.Meta.Key}@{spec.Meta.Version}» does not provide in exactly this version; bind one that does");
    }

    private static bool Provides(IntegrationSpec spec, SpecRef capability)
    {
        for (var i = 0; i < spec.Capabilities?.Provides?.Count; i++)
        {
            var provided = spec.Capabilities.Provides[i];
            if (string.Equals(provided.Key, capability.Key) && string.Equals(provided.Version.Value, capability.Version.Value)) return true;
        }

        return false;
    }

    private static string Owner(ConnectionMeta meta) => meta.TenantId.Value is { } tenant ? $"tenant «{tenant}»" : "no tenant";

    private static Spot Binding(TenantCase at, IntegrationBinding binding)
    {
        for (var i = 0; i < at.Tenant.Integrations?.Count; i++)
            if (ReferenceEquals(at.Tenant.Integrations[i], binding)) return Spot.Tenant("integrations", i, "connectionId");
        return Spot.Tenant("integrations");
    }

    /// <summary>What speaks against one binding.</summary>
    private sealed class Objections(IntegrationSlot slot, IntegrationBinding binding, int index, FindingSink sink)
    {
        public bool None { get; private set; } = true;

        /// <returns>False: the binding can not serve.</returns>
        public bool Object(FindingCode code, string value, string clause)
        {
            Remark(code, value, clause);
            return None = false;
        }

        public void Remark(FindingCode code, string value, string clause) =>
            sink.Add(code, Spot.Tenant("integrations", index).Named($"integrations.{slot.SlotId}"), $"slot {slot.SlotId} connection {binding.ConnectionId}{value}", $"The slot «{slot.SlotId}» {clause}");
    }
}
