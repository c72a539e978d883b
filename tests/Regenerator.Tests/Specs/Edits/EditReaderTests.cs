using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Tests.Specs.Edits;

public sealed class EditReaderTests
{
    [Theory]
    [InlineData("", """ "workflowOverrides":[{"slot":"b","pointer":{"key":"x"}},{"slot":"a","pointer":null}] """, "pin workflow slot «b» to x; empty workflow slot «a»")]
    [InlineData(""" "featureFlags":[{"key":"a","enabled":true},{"key":"b","enabled":true}] """, """ "featureFlags":[{"key":"b","enabled":false}] """, "remove flag «a»; switch flag «b» off")]
    [InlineData(""" "routeOverrides":[{"path":"/","label":"l","workflow":"w"}] """, """ "routeOverrides":[{"path":"/","workflow":null,"guard":{"key":"g"}}] """, "unbind label of route /; bind route /: workflow none, guard g")]
    [InlineData(""" "telemetryOverride":{"spec":null,"disabledEvents":["a"]} """, """ "telemetryOverride":{"disabledEvents":["b"],"samplingOverrides":{"c":0.1}} """, "unpin telemetry; enable event «a»; disable event «b»; keep 0.1 of the events «c»")]
    [InlineData(""" "integrations":[{"slotId":"s","connectionId":"c","priority":1}] """, """ "integrations":[{"slotId":"s","connectionId":"d"}] """, "unbind connection «c» from integration slot «s»; bind connection «d» to integration slot «s»")]
    public void What_was_edited_is_read_back_in_words(string before, string after, string sentences) =>
        Assert.Equal(sentences, Sentences(SomeSpec.TenantDocument(before), SomeSpec.TenantDocument(after)));

    [Theory]
    [InlineData(""" "x":1 """, """ "x":2 """, "patch replace /x")]
    [InlineData(""" "jobOverrides":[{"slot":"a","note":1}] """, """ "jobOverrides":[{"slot":"a","pointer":{"key":"j"},"note":2}] """, "pin job slot «a» to j; patch replace /jobOverrides/0/note")]
    [InlineData(""" "jobOverrides":[{"slot":"a"},{"slot":"b"}] """, """ "jobOverrides":[{"slot":"b"},{"slot":"a"}] """, "patch move /jobOverrides/0")]
    [InlineData(""" "notes":null """, "", "remove the notes")]
    [InlineData("", """ "locales":null """, "patch add /locales")]
    public void What_no_edit_says_is_a_patch_at_the_end(string before, string after, string sentences) =>
        Assert.Equal(sentences, Sentences(SomeSpec.TenantDocument(before), SomeSpec.TenantDocument(after)));

    [Fact]
    public void Another_order_of_members_is_no_edit() =>
        Assert.Empty(EditReader.Between(SomeSpec.BlueprintDocument(""" "notes":"n","jobs":{"a":{"key":"x"},"b":{"key":"y"}} """), SomeSpec.BlueprintDocument(""" "jobs":{"b":{"key":"y"},"a":{"key":"x"}},"notes":"n" """)));

    [Fact]
    public void A_blueprint_and_a_tenant_have_nothing_between_them() =>
        Assert.Throws<ArgumentException>(() => EditReader.Between(SomeSpec.BlueprintDocument(), SomeSpec.TenantDocument()));

    [Fact]
    public void An_inverse_speaks_of_identities_where_that_restores_what_stood_there()
    {
        var document = SomeSpec.TenantDocument(""" "workflowOverrides":[{"slot":"pay","pointer":{"key":"p","version":"1"}}] """);
        SpecEdit[] edits = [new SpecEdit.PinWorkflow("pay", "p", "2"), new SpecEdit.PinWorkflow("cart", "c", null), new SpecEdit.SetFeatureFlag("new", true)];
        Assert.Equal(
            "remove flag «new»; unpin workflow slot «cart»; pin workflow slot «pay» to p@1",
            string.Join("; ", EditCompiler.Inverse(document, edits).Select(edit => edit.Sentence)));
    }

    [Fact]
    public void What_stood_between_others_comes_back_to_its_place_by_a_patch()
    {
        var document = SomeSpec.BlueprintDocument("""
            "jobs": {"a": {"key": "x"}, "b": {"key": "y"}}
            """);
        var edit = new SpecEdit.EmptySlot(SlotKind.Job, "a");
        var undo = Assert.Single(EditCompiler.Inverse(document, [edit]));
        Assert.Equal(SomeSpec.Patch("""[{"op":"add","path":"/jobs/a","value":{"key":"x"},"before":"b"}]"""), undo);
        Assert.Equal(Text(document), Text(SomeSpec.Apply(SomeSpec.Apply(document, edit), undo)));
    }

    [Fact]
    public void What_changes_nothing_or_does_not_fit_has_nothing_to_undo()
    {
        Assert.Empty(EditCompiler.Inverse(SomeSpec.TenantDocument(), [new SpecEdit.SetNotes(null)]));
        Assert.Empty(EditCompiler.Inverse(SomeSpec.TenantDocument(), [new SpecEdit.SetNotes("n"), new SpecEdit.EmptyTheme()]));
    }

    private static string Sentences(SpecDocument before, SpecDocument after)
    {
        var edits = EditReader.Between(before, after);
        Assert.Equal(after.Digest, SomeSpec.Apply(before, [.. edits]).Digest);
        return string.Join("; ", edits.Select(edit => edit.Sentence));
    }

    private static string Text(SpecDocument document) => System.Text.Encoding.UTF8.GetString(document.Bytes.Span);
}
