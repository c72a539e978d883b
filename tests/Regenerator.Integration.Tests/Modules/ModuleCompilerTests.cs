using System.Reflection;
using System.Runtime.Loader;
using Regenerator.Cli.Modules;
using Regenerator.Execution;

namespace Regenerator.Integration.Tests.Modules;

public sealed class ModuleCompilerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-modules-").FullName;

    private string Cache => Path.Combine(folder, "cache");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_module_compiles_with_the_usual_usings()
    {
        var module = Load("""
            public static class Module
            {
                public static IReadOnlyList<string> Rules => [.. Enumerable.Range(1, 2).Select(i => Path.Combine("a", i.ToString()))];
                public static Func<HttpClient, CancellationToken, Task> Sink => (_, _) => Task.CompletedTask;
                public static string? Nothing => null;
            }
            """);

        Assert.False(module.FromCache);
        Assert.Equal(["a/1", "a/2"], Value<IReadOnlyList<string>>(module, "Rules"));
    }

    [Fact]
    public void A_module_speaks_our_types_without_naming_their_namespace()
    {
        var module = Load("public static class Module { public static CommandLine Rules => CommandLine.Of([\"npm\", \"test\"]); }");

        Assert.Equal("npm", Value<CommandLine>(module, "Rules")?.FileName);
    }

    [Fact]
    public void The_command_itself_is_not_for_modules()
    {
        var error = Assert.Throws<ModuleException>(() => Load("public static class Module { public static object? Rules => typeof(Regenerator.Cli.Modules.ModuleCompiler); }"));

        Assert.Contains("error CS0234", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_compiler_takes_the_first_ones_work_and_touches_no_Roslyn_type()
    {
        Load(Returning("1"));
        var fresh = new WithoutRoslyn();
        var compiler = fresh.LoadFromAssemblyPath(typeof(ModuleCompiler).Assembly.Location).GetType(typeof(ModuleCompiler).FullName!, throwOnError: true)!;

        var module = compiler.GetMethod("Load")!.Invoke(Activator.CreateInstance(compiler, Cache), [Path.Combine(folder, "rules.cs")])!;

        Assert.Equal(true, module.GetType().GetProperty("FromCache")!.GetValue(module));
        var assembly = Assert.IsType<Assembly>(module.GetType().GetProperty("Assembly")!.GetValue(module), exactMatch: false);
        Assert.Same(fresh, AssemblyLoadContext.GetLoadContext(assembly));
        Assert.Empty(fresh.Asked);
    }

    [Fact]
    public void The_compiler_is_asked_for_when_the_source_is_new()
    {
        // The counterpart of the test before: without it, that one would pass if nobody ever asked.
        File.WriteAllText(Path.Combine(folder, "rules.cs"), Returning("1"));
        var fresh = new WithoutRoslyn();
        var compiler = fresh.LoadFromAssemblyPath(typeof(ModuleCompiler).Assembly.Location).GetType(typeof(ModuleCompiler).FullName!, throwOnError: true)!;

        Assert.Throws<TargetInvocationException>(
            () => compiler.GetMethod("Load")!.Invoke(Activator.CreateInstance(compiler, Cache), [Path.Combine(folder, "rules.cs")]));

        Assert.NotEmpty(fresh.Asked);
    }

    [Fact]
    public void The_same_module_is_loaded_once()
    {
        var first = Load(Returning("1"));
        var second = Load(Returning("1"));

        Assert.Same(first.Assembly, second.Assembly);
    }

    [Fact]
    public void Another_source_is_another_module()
    {
        Assert.Equal("1", Value<string>(Load(Returning("1")), "Rules"));
        Assert.Equal("2", Value<string>(Load(Returning("2")), "Rules"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(2000)]
    public void A_broken_file_in_the_cache_is_compiled_again(int length)
    {
        var path = Path.Combine(folder, "rules.cs");
        File.WriteAllText(path, Returning("1"));
        InAnotherWorld(path);
        var file = Assert.Single(Directory.GetFiles(Cache));
        var whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..length]);

        var module = new ModuleCompiler(Cache).Load(path);

        Assert.False(module.FromCache);
        Assert.Equal("1", Value<string>(module, "Rules"));
        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_flipped_bit_in_the_cache_is_noticed()
    {
        var path = Path.Combine(folder, "rules.cs");
        File.WriteAllText(path, Returning("1"));
        InAnotherWorld(path);
        var file = Assert.Single(Directory.GetFiles(Cache));
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);

        Assert.False(new ModuleCompiler(Cache).Load(path).FromCache);
    }

    [Fact]
    public void A_cache_that_can_not_be_written_is_no_obstacle()
    {
        File.WriteAllText(Path.Combine(folder, "file"), "");

        var module = Load(Returning("1"), Path.Combine(folder, "file", "cache"));

        Assert.Equal("1", Value<string>(module, "Rules"));
    }

    [Fact]
    public void Only_the_owner_may_put_files_into_the_cache()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the profile's own access list does it.");
        Load(Returning("1"));

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Cache));
    }

    [Fact]
    public void Errors_name_the_path_as_it_was_given_and_the_place()
    {
        var path = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(folder, "rules.cs"));
        File.WriteAllText(path, "public static class Module\n{\n    public static string Rules => \"a\"\n    public static int Sink => Missing;\n}\n");

        var error = Assert.Throws<ModuleException>(() => new ModuleCompiler(Cache).Load(path));

        Assert.Equal($"{path}(3,38): error CS1002: ; expected\n{path}(4,31): error CS0103: The name 'Missing' does not exist in the current context", error.Message);
    }

    [Fact]
    public void After_ten_errors_the_rest_is_counted()
    {
        var error = Assert.Throws<ModuleException>(() => Load(string.Concat(Enumerable.Range(0, 13).Select(i => $"class A{i} {{ B{i} b; }}\n"))));

        var lines = error.Message.Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.Contains("rules.cs(10,12): error CS0246", lines[9], StringComparison.Ordinal);
        Assert.Equal("… and 3 more", lines[10]);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_in_one_line()
    {
        Assert.Equal("no/rules.cs: no such file", Assert.Throws<ModuleException>(() => new ModuleCompiler(Cache).Load("no/rules.cs")).Message);
        Assert.Equal($"{folder}: is a folder", Assert.Throws<ModuleException>(() => new ModuleCompiler(Cache).Load(folder)).Message);
    }

    [Fact]
    public void An_exception_shows_the_line_of_the_module()
    {
        var module = Load("public static class Module\n{\n    public static string Rules =>\n        throw new InvalidOperationException(\"no rules\");\n}\n");

        var error = Assert.Throws<ModuleException>(() => Value<string>(module, "Rules"));

        Assert.Contains($"{Path.Combine(folder, "rules.cs")}:line 4", error.InnerException!.StackTrace, StringComparison.Ordinal);
    }

    private CompiledModule Load(string source, string? cache = null)
    {
        var path = Path.Combine(folder, "rules.cs");
        File.WriteAllText(path, source);
        return new ModuleCompiler(cache ?? Cache).Load(path);
    }

    /// <summary>Fills the cache, and leaves this process as if it had never seen the module.</summary>
    private void InAnotherWorld(string path)
    {
        var world = new AssemblyLoadContext("another world");
        var compiler = world.LoadFromAssemblyPath(typeof(ModuleCompiler).Assembly.Location).GetType(typeof(ModuleCompiler).FullName!, throwOnError: true)!;
        compiler.GetMethod("Load")!.Invoke(Activator.CreateInstance(compiler, Cache), [path]);
    }

    private static string Returning(string text) => $"public static class Module {{ public static string Rules => \"{text}\"; }}";

    private static T? Value<T>(CompiledModule module, string name)
        where T : class =>
        ModuleExports<object>.Of(module, new HashSet<string> { "Rules", "Sink", "Nothing" }).GetAs<T>(name, new object());

    private sealed class WithoutRoslyn() : AssemblyLoadContext("without Roslyn")
    {
        public List<string> Asked { get; } = [];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (!assemblyName.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
                return null;
            Asked.Add(assemblyName.Name);
            throw new FileNotFoundException("Roslyn is not here", assemblyName.Name);
        }
    }
}
