using System.Text.Json;
using Regenerator.Proposals;

namespace Regenerator.Cli.Configuration;

/// <summary>Where contexts come from: a module, or the tenant documents (<c>"tenants"</c>).</summary>
internal sealed record ContextsConfig : IFromJson<ContextsConfig>
{
    /// <summary>Null: one per tenant document.</summary>
    public string? Module { get; init; }

    /// <summary>Null where <see cref="Module"/> is.</summary>
    public TypedBody? Body { get; init; }

    public static ContextsConfig? Read(PositionedJson node, ConfigurationFile file)
    {
        if (node is { Kind: JsonValueKind.String, Text: "tenants" }) return new ContextsConfig();
        if (node.Kind == JsonValueKind.Object)
        {
            var module = StrictJson.Bind<ModuleBody>(node, file);
            return new ContextsConfig { Module = module?.Module, Body = new TypedBody(node, file, []) };
        }

        file.Refuse(node, "\"tenants\" or { \"module\": \"contexts.cs\" }");
        return null;
    }
}

/// <summary>What every module entry has.</summary>
internal record ModuleBody
{
    /// <summary>A C# file, relative to this one.</summary>
    public required string Module { get; init; }

    /// <summary>Handed to the module as it stands.</summary>
    public JsonElement? Options { get; init; }
}

/// <summary>A source of signals: of a known type, or a module.</summary>
internal sealed record ProviderEntry : IFromJson<ProviderEntry>
{
    /// <summary>Types that come with the command.</summary>
    public static readonly IReadOnlyList<string> KnownTypes = ["prometheus", "recorded"];

    private static readonly string[] BaseMembers = ["name", "type"];

    /// <summary>What messages and proposals call it; unique.</summary>
    public required string Name { get; init; }

    /// <summary>Null where <see cref="Module"/> is set.</summary>
    public string? Type { get; init; }

    public string? Module { get; init; }

    public required TypedBody Body { get; init; }

    public static ProviderEntry? Read(PositionedJson node, ConfigurationFile file)
    {
        if (node["module"] is not null)
        {
            var module = StrictJson.Bind<ProviderModule>(node, file);
            return module is null ? null : new ProviderEntry { Name = module.Name ?? "", Module = module.Module, Body = new TypedBody(node, file, []) };
        }

        var body = new TypedBody(node, file, BaseMembers);
        if (body.Text("name") is not { } name || body.Text("type", KnownTypes, " (or, instead of a type, a «module»)") is not { } type) return null;
        return new ProviderEntry { Name = name, Type = type, Body = body };
    }

    /// <summary>A provider that is a module.</summary>
    internal sealed record ProviderModule : ModuleBody
    {
        /// <summary>What messages and proposals call it; unique.</summary>
        public required string Name { get; init; }
    }
}

/// <summary>Who is told of proposals: of a known type, or a module.</summary>
internal sealed record SinkEntry : IFromJson<SinkEntry>
{
    /// <summary>Types that come with the command.</summary>
    public static readonly IReadOnlyList<string> KnownTypes = ["ndjson", "webhook", "rabbitmq"];

    private static readonly string[] BaseMembers = ["name", "type", "on"];

    public required string Name { get; init; }

    /// <summary>Null where <see cref="Module"/> is set.</summary>
    public string? Type { get; init; }

    public string? Module { get; init; }

    /// <summary>Null: what the sink itself asks for.</summary>
    public IReadOnlyList<Moment>? On { get; init; }

    public required TypedBody Body { get; init; }

    public static SinkEntry? Read(PositionedJson node, ConfigurationFile file)
    {
        if (node["module"] is not null)
        {
            var module = StrictJson.Bind<SinkModule>(node, file);
            return module is null ? null : new SinkEntry { Name = module.Name ?? "", Module = module.Module, On = module.On, Body = new TypedBody(node, file, []) };
        }

        var body = new TypedBody(node, file, BaseMembers);
        if (body.Text("name") is not { } name || body.Text("type", KnownTypes, " (or, instead of a type, a «module»)") is not { } type) return null;
        return new SinkEntry { Name = name, Type = type, Body = body };
    }

    internal sealed record SinkModule : ModuleBody
    {
        /// <summary>What messages call it, and what was delivered is remembered under; unique.</summary>
        public required string Name { get; init; }

        /// <summary>Which moments to be told of; absent: what the sink itself asks for.</summary>
        public IReadOnlyList<Moment>? On { get; init; }
    }
}

/// <summary>The part of an entry that depends on its type: bound by whoever makes that type.</summary>
internal sealed class TypedBody(PositionedJson node, ConfigurationFile file, IReadOnlyList<string> baseMembers)
{
    public PositionedJson Node { get; } = node;

    /// <summary>The entry as it was written, without comments.</summary>
    public JsonElement Element => Node.ToElement();

    /// <exception cref="ConfigurationException">What is wrong with it, one line each.</exception>
    public T Bind<T>()
        where T : class
    {
        var bound = StrictJson.Bind<T>(Node, file, baseMembers);
        file.ThrowIfWrong();
        return bound!;
    }

    /// <summary>The <c>options</c> of a module's entry: an empty object where there are none.</summary>
    /// <inheritdoc cref="Bind{T}()"/>
    public T Options<T>()
        where T : class
    {
        var bound = StrictJson.Bind<T>(Node["options"] ?? Node.Nothing("options"), file);
        file.ThrowIfWrong();
        return bound!;
    }

    /// <summary>As <see cref="Bind{T}()"/>, with other options in a part of the entry.</summary>
    public T Bind<T>(RulePart part)
        where T : class
    {
        part.Check(StrictJson.MembersOf<T>(), file);
        file.ThrowIfWrong();
        var bound = StrictJson.Bind<T>(part.Node.Over(Node), file, [.. baseMembers, RulePart.LabelsMember]);
        file.ThrowIfWrong();
        return bound!;
    }

    /// <summary>A refusal that only the maker of the type can know, with the entry's place.</summary>
    /// <param name="reason">One problem a line.</param>
    public ConfigurationException Refusal(string member, string reason) =>
        new([.. reason.Split('\n').Select(line => $"{file.Name}:{(Node[member] ?? Node).Place}: {Node.PathOf(member)}: {line}")]);

    internal string? Text(string member, IReadOnlyList<string>? known = null, string elsewise = "")
    {
        if (Node.Kind != JsonValueKind.Object) file.Refuse(Node, "an object");
        else if (Node[member] is not { } value) file.Fault(Node, $"«{member}» is missing{elsewise}");
        else if (value is not { Kind: JsonValueKind.String, Text.Length: > 0 }) file.Refuse(value, known is null ? "a text" : string.Join(", ", known));
        else if (known?.Contains(value.Text) == false) file.Refuse(value, string.Join(", ", known));
        else return value.Text;
        return null;
    }
}
