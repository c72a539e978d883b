using System.Text.Json.Serialization;

namespace Regenerator.Freezes;

/// <summary>What a freeze holds. A closed hierarchy.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Everything), "everything")]
[JsonDerivedType(typeof(Environment), "environment")]
[JsonDerivedType(typeof(Label), "label")]
[JsonDerivedType(typeof(Context), "context")]
public abstract record FreezeReach
{
    private FreezeReach()
    {
    }

    public sealed record Everything : FreezeReach;

    /// <param name="Name">As a tenant's <c>meta.environment</c> has it.</param>
    public sealed record Environment(string Name) : FreezeReach;

    public sealed record Label(string Name, string Value) : FreezeReach;

    public sealed record Context(string Id) : FreezeReach;

    /// <summary>What is not known counts as covered: a change that is held too long does less harm than one that should have been held.</summary>
    public bool Covers(FreezeSubject subject) => this switch
    {
        _ when subject.Labels is null => true,
        Everything => true,
        Environment environment => subject.Environment is null || string.Equals(environment.Name, subject.Environment),
        Label label => subject.Labels.TryGetValue(label.Name, out var value) && string.Equals(label.Value, value),
        Context context => string.Equals(context.Id, subject.ContextId),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>«everything», «environment production».</summary>
    public sealed override string ToString() => this switch
    {
        Everything => "everything",
        Environment environment => $"environment {environment.Name}",
        Label label => $"label {label.Name}={label.Value}",
        Context context => $"context {context.Id}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
