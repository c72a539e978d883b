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

    [Fact]
    public void What_is_read_between_two_documents_makes_the_one_the_other() => ForAny((before, random) =>
    {
        foreach (var after in new[] { random.Document(before.Kind), Edited(before, [.. random.Edits(), .. random.Edits()]), Edited(before, [new SpecEdit.Patch(random.Patch(before.Tree()))]) })
        {
            var edits = EditReader.Between(before, after);
            var result = EditCompiler.Compile(before, edits);
            var reached = result is CompileResult.Changed changed ? CanonicalJson.Digest(changed.Edits.After) : Assert.IsType<CompileResult.AlreadyTrue>(result) is not null ? before.Digest : "";
            Assert.True(reached == after.Digest, $"{string.Join("; ", edits.Select(e => e.Sentence))} between {Text(before)} and {Text(after)}: {result}");
            Assert.True(edits.SkipLast(1).All(edit => edit is not SpecEdit.Patch));
        }
    });

    [Fact]
    public void Edits_and_then_their_inverse_leave_the_document_as_it_was() => ForAny((document, random) =>
    {
        SpecEdit[] edits = [.. random.Edits(), .. random.Edits(), new SpecEdit.Patch(random.Patch(document.Tree()))];
        foreach (var some in new[] { edits, edits[..^1] })
        {
            var after = Edited(document, some);
            if (ReferenceEquals(after, document)) continue;
            var undone = Edited(after, EditCompiler.Inverse(document, some));
            Assert.True(document.Tree().ToJsonString() == undone.Tree().ToJsonString(), $"{string.Join("; ", some.Select(e => e.Sentence))} on {Text(document)} gave {Text(after)}, undone by {string.Join("; ", EditCompiler.Inverse(document, some).Select(e => e.Sentence))} to {Text(undone)}");
        }
    });

    [Fact]
    public void In_a_document_that_is_laid_out_alike_throughout_the_inverse_restores_the_bytes() => ForAny((any, random) =>
    {
        var document = any.With(random.LaidOut(any.Tree()));
        var edits = random.Edits();
        var undone = Edited(Edited(document, edits), EditCompiler.Inverse(document, edits));
        Assert.True(Text(document) == Text(undone), $"{string.Join("; ", edits.Select(e => e.Sentence))} on {Text(document)} was undone by {string.Join("; ", EditCompiler.Inverse(document, edits).Select(e => e.Sentence))} to {Text(undone)}");
    });

    [Fact]
    public void Edits_that_each_have_no_effect_have_none_together() => ForAny((document, random) =>
    {
        var (blueprint, tenant) = document.Kind == SpecKind.Blueprint ? (document, SomeSpec.TenantDocument()) : (SomeSpec.BlueprintDocument(), document);
        var edits = random.Edits();
        var effects = EditEffect.Of(blueprint, tenant, document.Kind, edits);
        Assert.Equal(edits, effects.Select(effect => effect.Edit));
        if (!effects.All(effect => effect is EditEffect.None)) return;
        var after = Edited(document, edits);
        var (newBlueprint, newTenant) = document.Kind == SpecKind.Blueprint ? (after, tenant) : (blueprint, after);
        Assert.Empty(Effect.Between(AppConfig.Resolve(blueprint.Blueprint, tenant.Tenant), AppConfig.Resolve(newBlueprint.Blueprint, newTenant.Tenant)));
    });

    // What does not fit, or leaves no document that can be read, changes nothing.
    private static SpecDocument Edited(SpecDocument document, IReadOnlyList<SpecEdit> edits)
    {
        if (EditCompiler.Compile(document, edits) is not CompileResult.Changed(var compiled)) return document;
        try
        {
            return SomeSpec.Splice(document, compiled.Patch);
        }
        catch (SpecFormatException)
        {
            return document;
        }
    }

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
            SpecEdit.EmptySlot { Of: SlotKind.Workflow } slot => !resolved.Workflows.ContainsKey(slot.Slot),
            SpecEdit.IncludeFeature feature => resolved.Features.Include.Any(f => f.Key == feature.Key),
            SpecEdit.EnableCapability capability => resolved.Capabilities.Enabled.Contains(capability.Capability),
            SpecEdit.DisableCapability capability => resolved.Capabilities.Disabled.Contains(capability.Capability),
            SpecEdit.ActivateExperiment experiment => resolved.Experiments.Active.Contains(experiment.Experiment),
            SpecEdit.PauseExperiment experiment => resolved.Experiments.Paused.Contains(experiment.Experiment),
            SpecEdit.AddPolicy policy => resolved.Policies.Contains(policy.Policy),
            SpecEdit.RemovePolicy policy => !resolved.Policies.Contains(policy.Policy),
            SpecEdit.PinTheme theme => theme.To.Equals(resolved.Theme?.Primary),
            SpecEdit.PinTelemetry telemetry => telemetry.To.Equals(resolved.Telemetry?.Spec),
            SpecEdit.EmptyTelemetry => resolved.Telemetry?.Spec is null,
            SpecEdit.DisableEvent name => resolved.IsEventDisabled(name.Event),
            SpecEdit.EnableEvent name => !resolved.IsEventDisabled(name.Event),
            SpecEdit.SetDefaultLocale { Locale: { } locale } => resolved.Translation.DefaultLocale == locale,
            SpecEdit.EnableLocale locale => resolved.Translation.SupportedLocales.Contains(locale.Locale),
            SpecEdit.PinTranslationCatalog catalog => catalog.To.Equals(resolved.Translation.BlueprintCatalog),
            SpecEdit.SetNotes { Notes: { } notes } => resolved.Notes.Value == notes,
            _ => true, // what is taken back leaves the word to the other document
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
