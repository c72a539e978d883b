using Regenerator.Contexts;
using Regenerator.Specs;
using Regenerator.Tests.Specs;

namespace Regenerator.Tests.Contexts;

public sealed class RegenerationContextTests
{
    private static readonly RegenerationContext Context = new(
        SomeSpec.BlueprintDocument("\"workflows\": {\"checkout\": {\"key\": \"a\"}}"), SomeSpec.TenantDocument("\"workflowOverrides\": [{\"slot\": \"checkout\", \"pointer\": {\"key\": \"b\"}}]"));

    [Fact]
    public void What_it_resolves_to_is_one_object_as_long_as_somebody_holds_it()
    {
        var held = Context.Resolved;
        GC.Collect();
        Assert.Same(held, Context.Resolved);
        Assert.Equal("b", held.Workflows["checkout"].Key);
    }

    [Fact]
    public void Threads_that_ask_at_once_see_the_same()
    {
        var seen = new string[64];
        Parallel.For(0, seen.Length, i => seen[i] = SpecJson.Tree(Context.Resolved).ToJsonString());
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public void Over_a_changed_document_it_resolves_anew()
    {
        var changed = Context.With(SomeSpec.TenantDocument());
        Assert.Equal(("b", "a"), (Context.Resolved.Workflows["checkout"].Key, changed.Resolved.Workflows["checkout"].Key));
    }
}
