using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Tenant;

namespace Regenerator.Tests.Specs;

public sealed class TextPoolTests
{
    [Fact]
    public void Documents_share_the_texts_that_they_repeat()
    {
        const string Members = "\"workflowOverrides\": [{\"slot\": \"checkout\", \"pointer\": {\"key\": \"shop.checkout\", \"version\": \"1.4.2\"}}], \"branding\": {\"appName\": {\"en\": \"Shop\"}}, \"locales\": {\"enabledLocales\": [\"de\"]}";

        // Another test may take a place between two documents; it does not take the same one ten times.
        var documents = Enumerable.Range(0, 10).Select(_ => SomeSpec.Tenant(Members)).ToArray();

        Shared(d => d.WorkflowOverrides![0]!.Slot);
        Shared(d => d.WorkflowOverrides![0]!.Pointer.Value!.Key);
        Shared(d => d.WorkflowOverrides![0]!.Pointer.Value!.Version.Value!);
        Shared(d => d.Branding!.AppName!.Keys.Single()!);
        Shared(d => d.Locales!.EnabledLocales![0]!);

        void Shared(Func<TenantAppConfig, string?> text) => Assert.Contains(documents.Zip(documents.Skip(1)), pair => ReferenceEquals(text(pair.First), text(pair.Second)));
    }

    [Fact]
    public void Any_text_comes_out_as_it_was_written() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>[]>(),
        texts =>
        {
            var pool = new TextPool(4); // so small that texts fight for their places
            return texts.Concat(texts).All(text => Pooled(pool, JsonSerializer.SerializeToUtf8Bytes(text.Get)) == WellFormed(text.Get));
        }));

    [Theory]
    [InlineData("\"a\\u0062\"", "ab")]
    [InlineData("\"é\"", "é")]
    [InlineData("\"\"", "")]
    [InlineData("1.20", "1.20")]
    public void Escapes_other_letters_and_numbers_are_read_too(string json, string text)
    {
        var pool = new TextPool(4);
        Assert.Equal([text, text], [Pooled(pool, Encoding.UTF8.GetBytes(json)), Pooled(pool, Encoding.UTF8.GetBytes(json))]);
    }

    [Fact]
    public void Prose_takes_no_place()
    {
        var pool = new TextPool(1);
        var key = Pooled(pool, "\"key\""u8);
        Pooled(pool, Encoding.UTF8.GetBytes($"\"{new string('x', TextPool.Longest + 1)}\""));
        Assert.Same(key, Pooled(pool, "\"key\""u8));
    }

    [Fact]
    public void A_new_text_takes_the_place_of_an_old_one_so_that_the_pool_never_grows()
    {
        var pool = new TextPool(1);
        var key = Pooled(pool, "\"key\""u8);
        Assert.Same(key, Pooled(pool, "\"key\""u8));
        Pooled(pool, "\"other\""u8);
        Assert.NotSame(key, Pooled(pool, "\"key\""u8));
    }

    [Fact]
    public void Threads_that_read_the_same_and_other_texts_all_read_right()
    {
        var pool = new TextPool(2);
        Parallel.For(0, 20_000, i => Assert.Equal($"key-{i % 7}", Pooled(pool, Encoding.UTF8.GetBytes($"\"key-{i % 7}\""))));
    }

    [Theory]
    [InlineData("{\"meta\":{\"tenantId\":\"a\",\"version\":\"1\"},\"featureFlags\":[{\"key\":1,\"enabled\":true}]}", "expected a text, saw the number 1")]
    [InlineData("{\"meta\":{\"tenantId\":null,\"version\":\"1\"}}", "«meta.tenantId» is missing or empty")]
    public void What_is_no_text_is_refused_as_before(string json, string problem) =>
        Assert.Contains(problem, Assert.Throws<SpecFormatException>(() => SomeSpec.Read(SpecKind.Tenant, json, "acme.json")).Message, StringComparison.Ordinal);

    private static string Pooled(TextPool pool, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return pool.Text(ref reader);
    }

    // Half of a surrogate pair is no text in UTF-8.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
