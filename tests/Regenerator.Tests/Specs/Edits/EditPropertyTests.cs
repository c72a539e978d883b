using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Edits;

public sealed class EditPropertyTests
{
    [Fact]
    public void The_compiled_patch_spliced_into_the_bytes_gives_the_compiled_document() => ForAny((document, random) =>
    {
        if (EditCompiler.Compile(document, random.Edits()) is not CompileResult.Changed(var compiled)) return;
        Assert.Equal(CanonicalJson.Digest(compiled.After), SomeSpec.Splice(document, compiled.Patch).Digest);
    });

    [Fact]
    public void What_the_edits_want_is_what_the_app_resolves_to() => ForAny((document, random) =>
    {
        var edit = random.Edit();
        var after = EditCompiler.Compile(document, [edit]) switch
        {
            CompileResult.Changed(var compiled) => SomeSpec.Splice(document, compiled.Patch),
            CompileResult.AlreadyTrue => document,
            _ => null,
        };
        if (after is not null) Assert.True(Holds(edit, after), $"{edit.Sentence} on {Text(document)} gave {Text(after)}");
    });

    [Fact]
    public void The_same_edits_on_the_result_are_already_true() => ForAny((document, random) =>
    {
        var edits = random.Edits();
        if (EditCompiler.Compile(document, edits) is not CompileResult.Changed(var compiled)) return;
        var after = SomeSpec.Splice(document, compiled.Patch);
        Assert.True(EditCompiler.Compile(after, edits) is CompileResult.AlreadyTrue, $"{string.Join(", ", edits.Select(e => e.Sentence))} on {Text(document)} gave {Text(after)}");
    });

    [Fact]
    public void No_edit_and_no_patch_makes_compiling_throw() => ForAny((document, random) =>
    {
        SpecEdit[] edits = [.. random.Edits(), new SpecEdit.Patch(random.Patch(document.Tree()))];
        if (EditCompiler.Compile(document, edits) is not CompileResult.Changed(var compiled)) return;
        var spliced = Assert.IsType<SpliceResult.Spliced>(JsonSplice.Apply(document.Bytes.Span, compiled.Patch)).Bytes;
        Assert.Equal(CanonicalJson.Digest(compiled.After), CanonicalJson.Digest(spliced));
    });

    [Fact]
    public void A_raw_patch_that_has_its_guards_compiles_to_itself() => ForAny((document, random) =>
    {
        if (EditCompiler.Compile(document, [new SpecEdit.Patch(random.Patch(document.Tree()))]) is not CompileResult.Changed(var compiled)) return;
        Assert.Equal(compiled.Patch.ToString(), SomeSpec.Compile(document, new SpecEdit.Patch(compiled.Patch)).Patch.ToString());
    });

    [Fact]
    public void Compiling_leaves_the_document_as_it_was() => ForAny((document, random) =>
    {
        var before = Text(document);
        EditCompiler.Compile(document, random.Edits());
        Assert.Equal(before, Text(document));
    });

    [Fact]
    public void What_does_not_change_has_no_effect() => ForAny((document, _) =>
        Assert.Empty(Effect.Between(Resolve(document), Resolve(document.With(document.Bytes)))));

    private static bool Holds(SpecEdit edit, SpecDocument after)
    {
        var resolved = Resolve(after);
        return edit switch
        {
            SpecEdit.PinWorkflow pin => pin.To.Equals(resolved.Workflows[pin.Slot]),
            SpecEdit.PinDataView pin => pin.To.Equals(resolved.DataViews[pin.Slot]),
            SpecEdit.PinJob pin => pin.To.Equals(resolved.Jobs[pin.Slot]),
            SpecEdit.SetFeatureFlag flag => resolved.Flag(flag.Key) is { } now && now.Enabled == flag.Enabled && (flag.Variant is null || now.Variant.Value == flag.Variant),
            SpecEdit.ExcludeFeature feature => resolved.Features.Exclude.Any(f => f.Key == feature.Key) && resolved.Features.Include.All(f => f.Key != feature.Key),
            SpecEdit.BindRoute bind => resolved.Routes.Single(r => r.Path == bind.Path) is var route
                && (!bind.Workflow.IsPresent || route.Workflow.Value == bind.Workflow.Value)
                && (!bind.Label.IsPresent || route.Label.Value == bind.Label.Value)
                && (!bind.Guard.IsPresent || Equals(route.Guard.Value, bind.Guard.Value)),
            SpecEdit.PreferConnection prefer => after.Tenant.Integrations!.Where(b => b.SlotId == prefer.Slot)
                .OrderBy(b => b.Priority.Value ?? double.PositiveInfinity).First().ConnectionId == prefer.Connection,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Regenerator.Specs.Resolution.ResolvedAppConfig Resolve(SpecDocument document) => document.Kind == SpecKind.Blueprint
        ? AppConfig.Resolve(document.Blueprint, SomeSpec.Tenant())
        : AppConfig.Resolve(SomeSpec.Blueprint("\"workflows\":{\"a\":{\"key\":\"x\"}},\"featureFlags\":[{\"key\":\"a\",\"enabled\":true}],\"features\":{\"include\":[{\"key\":\"a\"}]}"), document.Tenant);

    private static string Text(SpecDocument document) => System.Text.Encoding.UTF8.GetString(document.Bytes.Span);

    private static void ForAny(Action<SpecDocument, RandomSpec> holds) => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new RandomSpec(seed);
        holds(random.Document(), random);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
