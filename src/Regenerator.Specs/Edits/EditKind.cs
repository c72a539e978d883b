using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Specs.Edits;

/// <summary>All there is to know of one kind of edit: its name, its JSON, its sentence, and what it does to a document of either kind.</summary>
internal abstract class EditKind(string name)
{
    /// <summary>As its JSON names it: <c>pinWorkflow</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The case of <see cref="SpecEdit"/>.</summary>
    public abstract Type Case { get; }

    /// <summary>An edit that has every member there is.</summary>
    public abstract SpecEdit Example { get; }

    /// <summary>What its body may have; null where the body is no object.</summary>
    public abstract IReadOnlyList<string>? Members { get; }

    /// <exception cref="JsonException">One line: which member is wrong, and what it takes.</exception>
    public abstract SpecEdit Read(EditBody body);

    public abstract void Write(Utf8JsonWriter writer, SpecEdit edit);

    public abstract string Sentence(SpecEdit edit);

    public abstract EditMeaning On(SpecKind document);

    /// <returns>Null, or why it can not be done.</returns>
    public abstract string? Compile(EditTarget target, SpecEdit edit);
}

/// <summary>What an edit does to one kind of document.</summary>
/// <param name="Words">For the reference: what it does, or why it is refused.</param>
internal abstract record EditMeaning(string Words, bool IsRefused);

/// <param name="Compile">Null: the edit makes no sense for such a document, and is refused with the words.</param>
internal sealed record EditMeaning<T>(string Words, Func<EditTarget, T, string?>? Compile = null) : EditMeaning(Words, Compile is null);

/// <summary>A kind whose body is an object. One row of <see cref="EditKinds"/>.</summary>
internal sealed class EditKind<T>(string name) : EditKind(name)
    where T : SpecEdit
{
    public required T Sample { get; init; }

    public required Func<EditBody, T> From { get; init; }

    public required Func<T, JsonObject> To { get; init; }

    public required Func<T, string> Words { get; init; }

    public required EditMeaning<T> OnBlueprint { get; init; }

    public required EditMeaning<T> OnTenant { get; init; }

    public override Type Case => typeof(T);

    public override SpecEdit Example => Sample;

    public override IReadOnlyList<string> Members => field ??= [.. To(Sample).Select(member => member.Key)];

    public override SpecEdit Read(EditBody body) => From(body);

    public override void Write(Utf8JsonWriter writer, SpecEdit edit) => To((T)edit).WriteTo(writer);

    public override string Sentence(SpecEdit edit) => Words((T)edit);

    public override EditMeaning On(SpecKind document) => Meaning(document);

    public override string? Compile(EditTarget target, SpecEdit edit) => Meaning(target.Kind) is { Compile: { } compile } ? compile(target, (T)edit) : Meaning(target.Kind).Words;

    private EditMeaning<T> Meaning(SpecKind document) => document == SpecKind.Blueprint ? OnBlueprint : OnTenant;
}
