using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

internal static class KnowledgeRules
{
    public static void Tenant(TenantCase at, FindingSink sink)
    {
        if (at.Tenant.Knowledge is not { Count: > 0 } bindings) return;
        for (var i = 0; i < bindings.Count; i++)
        {
            if (bindings[i].Required.Value == false)
                sink.Add(KnowledgeCodes.KnowledgeRequiredIgnored, Spot.Tenant("knowledge", i, "required"), $"space {bindings[i].SpaceKey}", $"\"required\": false of the space «{bindings[i].SpaceKey}» is read by nobody; take it out, and the binding too if it may be missing");
            if (at.Registries.KnowledgeSpaces is { } spaces) Space(at, spaces, bindings[i], i, sink);
        }

        foreach (var (earlier, last) in Repeats.Of(bindings, static b => (b.SpaceKey, b.SpaceVersion.Value ?? "")))
            sink.Add(KnowledgeCodes.DuplicateKnowledge, Spot.Tenant("knowledge", earlier), $"space {Shown(bindings[earlier])}", $"The space «{Shown(bindings[earlier])}» is bound here and at [{last}], and the app has its sources twice; keep one");
    }

    private static void Space(TenantCase at, SpecRegistry<KnowledgeSpaceSpec> spaces, KnowledgeBinding binding, int index, FindingSink sink)
    {
        var shown = Shown(binding);
        if (!spaces.TryGet(binding.SpaceKey, binding.SpaceVersion.Value, out var space))
        {
            sink.Add(KnowledgeCodes.UnknownKnowledgeSpace, Spot.Tenant("knowledge", index, "spaceKey"), $"space {shown}", $"No registry has the knowledge space «{shown}»; correct it, or take the binding out");
            return;
        }

        var sources = at.Registries.KnowledgeSources?.Of(binding.SpaceKey, binding.SpaceVersion.Value) ?? [];
        if (sources.Count == 0 && !at.LeavesOut(at.Registries.KnowledgeSources))
            sink.Add(KnowledgeCodes.MissingKnowledgeSources, Spot.Tenant("knowledge", index), $"space {shown}", $"The knowledge space «{shown}» has no source; add one, or take the binding out");
        if (space.Meta.Category.Value is "external" or "ephemeral")
            sink.Add(KnowledgeCodes.LowTrustKnowledge, Spot.Tenant("knowledge", index), $"space {shown}", $"The knowledge space «{shown}» is {space.Meta.Category.Value}; do not let the app decide by it alone");
        if (string.IsNullOrEmpty(binding.SpaceVersion.Value) && sources.Any(source => source.Meta.SpaceVersion.Value is { Length: > 0 } version && !string.Equals(version, space.Meta.Version)))
            sink.Add(KnowledgeCodes.MixedKnowledgeSources, Spot.Tenant("knowledge", index), $"space {shown}", $"Without a version the space is «{shown}@{space.Meta.Version}», but its sources are those of every version; write spaceVersion");
    }

    private static string Shown(KnowledgeBinding binding) => new SpecRef(binding.SpaceKey, binding.SpaceVersion).Display;
}
