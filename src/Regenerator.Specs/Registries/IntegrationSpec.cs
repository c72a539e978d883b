using System.Text.Json.Serialization;

namespace Regenerator.Specs.Registries;

/// <summary>What an integration of a vendor can do. Only the members that decide which binding serves a slot are typed.</summary>
public sealed record IntegrationSpec : SpecObject, IVersionedSpec
{
    public required IntegrationMeta Meta { get; init; }

    /// <summary>Ownership modes such as <c>managed</c> and <c>byok</c>.</summary>
    public IReadOnlyList<string>? SupportedModes { get; init => field = NoNulls.In(value); }

    public IntegrationCapabilities? Capabilities { get; init; }

    [JsonIgnore]
    string IVersionedSpec.Key => Meta.Key;

    [JsonIgnore]
    string IVersionedSpec.Version => Meta.Version;
}

public sealed record IntegrationMeta : SpecObject
{
    public required string Key { get; init; }

    [JsonConverter(typeof(VersionText))]
    public required string Version { get; init; }

    public Optional<string> Category { get; init; }
}

public sealed record IntegrationCapabilities : SpecObject
{
    public IReadOnlyList<SpecRef>? Provides { get; init => field = NoNulls.In(value); }
}

/// <summary>A tenant's access to an integration. Secrets stay behind the reference that it names.</summary>
public sealed record IntegrationConnection : SpecObject
{
    public required ConnectionMeta Meta { get; init; }

    public Optional<string> OwnershipMode { get; init; }

    public Optional<string> Status { get; init; }
}

public sealed record ConnectionMeta : SpecObject
{
    public required string Id { get; init; }

    public Optional<string> TenantId { get; init; }

    public required string IntegrationKey { get; init; }

    [JsonConverter(typeof(VersionText))]
    public required string IntegrationVersion { get; init; }
}
