using System.Text.Json.Serialization;

namespace Regenerator.Specs.Registries;

/// <summary>A body of knowledge that apps may be bound to.</summary>
public sealed record KnowledgeSpaceSpec : SpecObject, IVersionedSpec
{
    public required KnowledgeSpaceMeta Meta { get; init; }

    [JsonIgnore]
    string IVersionedSpec.Key => Meta.Key;

    [JsonIgnore]
    string IVersionedSpec.Version => Meta.Version;
}

public sealed record KnowledgeSpaceMeta : SpecObject
{
    public required string Key { get; init; }

    [JsonConverter(typeof(VersionText))]
    public required string Version { get; init; }

    /// <summary>How far it can be trusted: <c>canonical</c>, <c>operational</c>, <c>external</c>, <c>ephemeral</c>.</summary>
    public Optional<string> Category { get; init; }
}

/// <summary>One feed of a knowledge space.</summary>
public sealed record KnowledgeSource : SpecObject
{
    public required KnowledgeSourceMeta Meta { get; init; }
}

public sealed record KnowledgeSourceMeta : SpecObject
{
    public required string Id { get; init; }

    public required string SpaceKey { get; init; }

    public Optional<string> SpaceVersion { get; init; }
}
