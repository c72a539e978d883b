using System.Text.RegularExpressions;
using Regenerator.Cli.Modules;

namespace Regenerator.Integration.Tests.Modules;

public sealed class ModuleExportsTests : IDisposable
{
    // Stands for the context class: any type that a module can name will do.
    private static readonly Version Context = new(1, 2);

    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-exports-").FullName;

    private string RulesPath => Path.Combine(folder, "rules.cs");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_property_a_method_and_a_method_with_the_context_are_exports()
    {
        var exports = Exports("""
            namespace Of.The.Author;
            public static class Module
            {
                public static string Rules => "rules";
                public static string Telemetry() => "telemetry";
                public static string Sink(Version m) => $"sink {m.Major}";
                public sealed record Settings(int Minimum);
                private static int Unseen() => 1;
                internal static int UnseenToo => 1;
            }
            """);

        Assert.True(exports.HasModuleClass);
        Assert.Equal(["Rules", "Sink", "Telemetry"], exports.Names);
        Assert.Equal(("rules", "telemetry", "sink 1"), (exports.Get("Rules", Context), exports.Get("Telemetry", Context), exports.Get("Sink", Context)));
    }

    [Fact]
    public void What_is_not_exported_is_null()
    {
        var exports = Exports("public static class Module { public static string? Rules => null; }");

        Assert.True(exports.Has("Rules"));
        Assert.False(exports.Has("Sink"));
        Assert.Null(exports.GetAs<string>("Rules", Context));
        Assert.Null(exports.GetAs<string>("Sink", Context));
        Assert.Throws<ArgumentException>(() => exports.Get("rules", Context));
    }

    [Theory]
    [InlineData("public static string Ruls => \"\";", "Module.Ruls is not an export that Regenerator knows; known: Rules, Sink, Telemetry")]
    [InlineData("public static string rules => \"\";", "Module.rules is not an export that Regenerator knows; known: Rules, Sink, Telemetry")]
    [InlineData("public static event Action? Changed;", "Module.Changed is not an export that Regenerator knows; known: Rules, Sink, Telemetry")]
    [InlineData("public static string Rules = \"\";", "Module.Rules is a field; make it a property or a method")]
    [InlineData("public static void Rules() { }", "Module.Rules returns nothing")]
    [InlineData("public static T? Rules<T>() => default;", "Module.Rules can not be generic")]
    [InlineData("public static string Rules { set { } }", "Module.Rules can not be read: it has no public getter")]
    [InlineData("public static string Rules { private get; set; } = \"\";", "Module.Rules can not be read: it has no public getter")]
    [InlineData("public static string Rules() => \"\"; public static string Rules(Version m) => \"\";", "Module.Rules is there twice; one of them is enough")]
    [InlineData(
        "public static string Rules(Version m, List<int?> n) => \"\";", "Module.Rules takes (Version, List<Int32?>); a method takes nothing or one Version")]
    [InlineData("public static string Rules(ref Version m) => \"\";", "Module.Rules takes (ref Version); a method takes nothing or one Version")]
    [InlineData("public static string Rules(object m) => \"\";", "Module.Rules takes (Object); a method takes nothing or one Version")]
    public void A_member_that_is_no_export_is_refused(string member, string why)
    {
        var error = Assert.Throws<ModuleException>(() => Exports($"public static class Module {{ {member} }}"));

        AssertSays(why, error);
    }

    [Theory]
    [InlineData("namespace A { public static class Module { } } namespace B { public static class Module { } }", "two classes Module: A.Module and B.Module")]
    [InlineData("static class Module { }", "Module is not a public static class")]
    [InlineData("namespace A; public class Module { }", "A.Module is not a public static class")]
    public void There_is_one_public_static_class_Module(string source, string why)
    {
        var error = Assert.Throws<ModuleException>(() => Exports(source));

        AssertSays(why, error);
    }

    [Fact]
    public void What_an_export_throws_is_told_and_kept()
    {
        var exports = Exports("""
            public static class Module
            {
                public static string Rules => throw new InvalidOperationException("no rules today");
                public static string Sink(Version m) => Broken.Value;
            }
            static class Broken { public static readonly string Value = int.Parse("x").ToString(); }
            """);

        var rules = Assert.Throws<ModuleException>(() => exports.Get("Rules", Context));
        var sink = Assert.Throws<ModuleException>(() => exports.Get("Sink", Context));

        Assert.Equal($"{RulesPath}(3,26): Module.Rules threw InvalidOperationException: no rules today", rules.Message);
        Assert.IsType<InvalidOperationException>(rules.InnerException);
        Assert.StartsWith($"{RulesPath}(4,26): Module.Sink threw FormatException: ", sink.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_type_than_expected_is_named_as_its_author_would()
    {
        var exports = Exports("""
            public static class Module
            {
                public static string Rules => "";
                public static IEnumerable<string> Telemetry { get { yield return ""; } }
                public static Dictionary<string, int[]>.KeyCollection Sink => new(new());
            }
            """);

        Assert.Equal($"{RulesPath}(3,26): Module.Rules is System.String; expected IReadOnlyList<IDisposable>", Refusal<IReadOnlyList<IDisposable>>("Rules"));
        Assert.Equal(
            $"{RulesPath}(4,39): Module.Telemetry is System.Collections.Generic.IEnumerable<System.String>; expected IReadOnlyList<String>",
            Refusal<IReadOnlyList<string>>("Telemetry"));
        Assert.Equal(
            $"{RulesPath}(5,59): Module.Sink is System.Collections.Generic.Dictionary<System.String, System.Int32[]>.KeyCollection; expected Action<String, Int32?>",
            Refusal<Action<string, int?>>("Sink"));

        string Refusal<T>(string name)
            where T : class => Assert.Throws<ModuleException>(() => exports.GetAs<T>(name, Context)).Message;
    }

    [Fact]
    public void Without_the_class_Module_public_types_that_implement_the_seam_are_taken()
    {
        var exports = Exports("""
            public sealed class Second : Shared { }
            public sealed class First : IDisposable { public void Dispose() { } }
            public abstract class Shared : IDisposable { public void Dispose() { } }
            public sealed class WithArgument(int n) : IDisposable { public void Dispose() => Console.WriteLine(n); }
            public sealed class Generic<T> : IDisposable { public void Dispose() { } }
            sealed class Hidden : IDisposable { public void Dispose() { } }
            public sealed class Other { }
            """);

        Assert.False(exports.HasModuleClass);
        Assert.Equal(["Second", "First"], exports.PublicImplementations(typeof(IDisposable)).Select(type => type.Name));
        Assert.Equal(["Second", "First"], exports.MakeAll<IDisposable>().Select(one => one.GetType().Name));
        Assert.Empty(exports.PublicImplementations(typeof(ICloneable)));
    }

    [Fact]
    public void Beside_the_class_Module_no_type_is_taken()
    {
        var exports = Exports("public static class Module { } public sealed class Rule : IDisposable { public void Dispose() { } }");

        Assert.Empty(exports.PublicImplementations(typeof(IDisposable)));
    }

    [Fact]
    public void A_constructor_that_throws_is_named()
    {
        var exports = Exports("public sealed class Rule : IDisposable { public Rule() => throw new NotSupportedException(\"no\"); public void Dispose() { } }");

        var error = Assert.Throws<ModuleException>(() => exports.MakeAll<IDisposable>());

        Assert.Equal($"{RulesPath}(1,21): new Rule() threw NotSupportedException: no", error.Message);
    }

    [Fact]
    public void Where_it_stands_is_known_from_the_cache_too()
    {
        const string Source = "public static class Module\n{\n    public static int Rules => 1;\n}\n";
        Exports(Source);

        var error = Assert.Throws<ModuleException>(() => Exports(Source).GetAs<string>("Rules", Context));

        Assert.Equal($"{RulesPath}(3,23): Module.Rules is System.Int32; expected String", error.Message);
    }

    private void AssertSays(string why, ModuleException error) => Assert.Matches($@"^{Regex.Escape(RulesPath)}\(1,\d+\): {Regex.Escape(why)}$", error.Message);

    private ModuleExports<Version> Exports(string source)
    {
        File.WriteAllText(RulesPath, source);
        var module = new ModuleCompiler(Path.Combine(folder, "cache")).Load(RulesPath);
        return ModuleExports<Version>.Of(module, new HashSet<string> { "Telemetry", "Rules", "Sink" });
    }
}
