using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Json;

public sealed class JsonSplicePropertyTests
{
    [Fact]
    public void Spliced_bytes_read_as_the_patched_tree() => ForAnyDocument(document =>
    {
        var patch = document.Patch(most: 6);
        var expected = Assert.IsType<PatchResult.Applied>(patch.Apply(document.Tree())).Document;
        Assert.Equal(CanonicalJson.Digest(expected), CanonicalJson.Digest(Spliced(document.Bytes, patch)));
    });

    [Fact]
    public void Replacing_a_scalar_changes_only_the_scalar() => ForAnyDocument(document =>
    {
        var scalars = RandomDocument.Places(document.Tree()).Where(place => place.Node is null or JsonValue).ToList();
        if (scalars.Count == 0) return;
        var place = document.Pick(scalars);
        const string marker = "123454321";
        var after = Encoding.UTF8.GetString(Spliced(document.Bytes, Patch("replace", place.Path, marker)));
        var at = after.IndexOf(marker, StringComparison.Ordinal);
        Assert.StartsWith(after[..at], document.Text, StringComparison.Ordinal);
        Assert.EndsWith(after[(at + marker.Length)..], document.Text, StringComparison.Ordinal);
        var old = document.Text[at..^(after.Length - at - marker.Length)];
        Assert.Equal(place.Node?.ToJsonString() ?? "null", JsonNode.Parse(old)?.ToJsonString() ?? "null");
    });

    [Fact]
    public void Removing_what_was_added_restores_the_bytes() => ForAnyDocument(document =>
    {
        var containers = RandomDocument.Places(document.Tree()).Where(place => place.Node is JsonObject or JsonArray).ToList();
        if (containers.Count == 0) return;
        var (path, node) = document.Pick(containers);
        var slot = node is JsonArray { Count: var count } ? path.Append(document.Pick([0, count / 2, count])) : path.Append("new");
        var added = Spliced(document.Bytes, new JsonPatch(new JsonPatchOperation.Add(slot, document.NewValue())));
        Assert.Equal(document.Text, Encoding.UTF8.GetString(Spliced(added, new JsonPatch(new JsonPatchOperation.Remove(slot)))));
    });

    [Fact]
    public void A_member_that_is_added_stands_between_bytes_that_do_not_change() => ForAnyDocument(document =>
    {
        var filled = RandomDocument.Places(document.Tree()).Where(place => place.Node is JsonObject { Count: > 0 }).ToList();
        if (filled.Count == 0) return;
        var after = Encoding.UTF8.GetString(Spliced(document.Bytes, Patch("add", document.Pick(filled).Path.Append("new"), "123454321")));
        var from = Enumerable.Range(0, document.Text.Length).TakeWhile(i => document.Text[i] == after[i]).Count();
        Assert.EndsWith(document.Text[from..], after, StringComparison.Ordinal);
    });

    [Fact]
    public void No_text_makes_splicing_throw()
    {
        var tokens = Gen.Elements(
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "1", "1e999999999999", "null", " ", "\n", "\"\\ud800\"", "\uFEFF", "//", "\"");
        var patch = JsonPatch.Parse(
            """[{"op":"add","path":"/a","value":{"x":[1]}},{"op":"copy","from":"/a","path":"/b"},{"op":"move","from":"/a/x","path":"/-"}]""");
        var append = JsonPatch.Parse("""[{"op":"add","path":"/-","value":{"x":[1]}},{"op":"test","path":"/0","value":1}]""");
        Prop.ForAll(Gen.ListOf(tokens).Select(string.Concat).ToArbitrary(), text =>
        {
            Assert.NotNull(JsonSplice.Apply(Encoding.UTF8.GetBytes(text), patch));
            Assert.NotNull(JsonSplice.Apply(Encoding.UTF8.GetBytes(text), append));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Assert.NotNull(JsonSplice.Apply(bytes, append))).QuickCheckThrowOnFailure();
    }

    private static void ForAnyDocument(Action<RandomDocument> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => holds(new RandomDocument(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static JsonPatch Patch(string operation, JsonPointer path, string value) => JsonPatch.Parse(
        $$"""[{"op":"{{operation}}","path":{{JsonValue.Create(path.ToString()).ToJsonString()}},"value":{{value}}}]""");

    private static byte[] Spliced(byte[] document, JsonPatch patch)
    {
        var result = JsonSplice.Apply(document, patch);
        return result is SpliceResult.Spliced(var bytes)
            ? bytes
            : throw new InvalidOperationException($"{result} for {patch} on {Encoding.UTF8.GetString(document)}");
    }
}
