using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>Why a binding can not serve an integration slot: the first reason in this order.</summary>
internal enum SlotRefusal
{
    None,
    UnknownConnection,
    UnknownSpec,
    OtherCategory,
    ModeNotSupported,
    ModeNotAllowed,
    CapabilityNotProvided,
}

/// <summary>Whether a binding can serve an integration slot.</summary>
internal static class SlotMatch
{
    public static SlotRefusal Judge(
        IntegrationSlot slot, IntegrationBinding binding, ConnectionRegistry connections, SpecRegistry<IntegrationSpec> specs, out ResolvedIntegration? served)
    {
        served = null;
        if (!connections.TryGet(binding.ConnectionId, out var connection)) return SlotRefusal.UnknownConnection;
        if (!specs.TryGet(connection.Meta.IntegrationKey, connection.Meta.IntegrationVersion, out var spec)) return SlotRefusal.UnknownSpec;
        if (!string.Equals(spec.Meta.Category.Value, slot.RequiredCategory)) return SlotRefusal.OtherCategory;
        var mode = connection.OwnershipMode.Value ?? "";
        if (!FixedList.AsSpan(spec.SupportedModes).Contains(mode)) return SlotRefusal.ModeNotSupported;
        if (slot.AllowedModes is { Count: > 0 } allowed && !FixedList.AsSpan(allowed).Contains(mode)) return SlotRefusal.ModeNotAllowed;
        foreach (var capability in FixedList.AsSpan(slot.RequiredCapabilities))
            if (!Provides(spec, capability)) return SlotRefusal.CapabilityNotProvided;
        served = new ResolvedIntegration(slot, binding, connection, spec);
        return SlotRefusal.None;
    }

    private static bool Provides(IntegrationSpec spec, SpecRef capability)
    {
        foreach (var provided in FixedList.AsSpan(spec.Capabilities?.Provides))
            if (string.Equals(provided.Key, capability.Key) && (!capability.IsVersioned || string.Equals(provided.Version.Value, capability.Version.Value))) return true;
        return false;
    }
}
