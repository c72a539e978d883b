using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Regenerator.Contexts;
using Regenerator.Specs;

namespace Regenerator.Proposals;

/// <summary>The identity of a wish, whatever the numbers of the day: SHA-256 over rule, scope, target and the rule's own id, lowercase hex.</summary>
[JsonConverter(typeof(FingerprintJson))]
public readonly record struct Fingerprint(string Value)
{
    public static Fingerprint Of(string ruleId, ProposalScope scope, SpecChangeProposal wish) =>
        new(Hash.Of(ruleId, scope.ToString(), wish.Target.SpecType, wish.Target.Reference.ToString(), wish.Id));

    public override string ToString() => Value;
}

/// <summary>The document that a proposal changes.</summary>
/// <param name="Kind">Blueprint or tenant.</param>
/// <param name="DocumentId">The blueprint's key, or the tenant config's id.</param>
public sealed record ProposalScope([property: JsonConverter(typeof(JsonStringEnumConverter<SpecKind>))] SpecKind Kind, string DocumentId)
{
    public static ProposalScope Of(SpecDocument document) => new(document.Kind, document.Id);

    /// <summary>The documents of these contexts, each once.</summary>
    public static IReadOnlyList<ProposalScope> Of(IReadOnlyCollection<RegenerationContext> contexts)
    {
        var documents = new HashSet<SpecDocument>(contexts.Count + 1, ReferenceEqualityComparer.Instance); // most share their blueprint
        foreach (var context in contexts)
        {
            documents.Add(context.BlueprintDocument);
            documents.Add(context.TenantDocument);
        }

        return [.. documents.Select(Of).Distinct()];
    }

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    /// <exception cref="FormatException">It has not.</exception>
    public static ProposalScope Parse(string text) => text.Split(':', 2) switch
    {
        ["blueprint", var key] => new ProposalScope(SpecKind.Blueprint, key),
        ["tenant", var id] => new ProposalScope(SpecKind.Tenant, id),
        _ => throw new FormatException($"«{text}» is no document"),
    };

    public bool TenantScoped => Kind == SpecKind.Tenant;

    public override string ToString() => $"{(Kind == SpecKind.Blueprint ? "blueprint" : "tenant")}:{DocumentId}";
}

/// <summary>
/// The identity of a proposal, laid out as a UUIDv7: 48 bits of the window's end in milliseconds, the rest from the fingerprint and
/// the occurrence. So ids sort by time, and the same input gives the same ids.
/// </summary>
[JsonConverter(typeof(ProposalIdJson))]
public readonly record struct ProposalId(Guid Value) : IComparable<ProposalId>
{
    /// <param name="occurrence">How many proposals of this fingerprint there were before.</param>
    public static ProposalId Of(Fingerprint fingerprint, int occurrence, DateTimeOffset windowEnd)
    {
        Span<byte> bytes = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{fingerprint.Value}#{occurrence}"), bytes);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, windowEnd.ToUnixTimeMilliseconds());
        time[2..].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new ProposalId(new Guid(bytes[..16], bigEndian: true));
    }

    /// <summary>Null when the text is no id.</summary>
    public static ProposalId? Parse(string text) => Guid.TryParseExact(text, "D", out var guid) ? new ProposalId(guid) : null;

    public int CompareTo(ProposalId other) => string.CompareOrdinal(ToString(), other.ToString());

    public static bool operator <(ProposalId left, ProposalId right) => left.CompareTo(right) < 0;

    public static bool operator >(ProposalId left, ProposalId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ProposalId left, ProposalId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ProposalId left, ProposalId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value.ToString("D");
}

/// <summary>Hashes over texts that can not run into each other.</summary>
public static class Hash
{
    /// <summary>SHA-256, lowercase hex, over the texts with their lengths.</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts) text.Append(part?.Length ?? -1).Append(':').Append(part).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

internal sealed class FingerprintJson : JsonConverter<Fingerprint>
{
    public override Fingerprint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Fingerprint value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class ProposalIdJson : JsonConverter<ProposalId>
{
    public override ProposalId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ProposalId.Parse(reader.GetString() ?? "") ?? throw new JsonException("expected a proposal id");

    public override void Write(Utf8JsonWriter writer, ProposalId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
