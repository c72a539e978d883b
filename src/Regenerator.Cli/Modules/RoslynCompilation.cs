using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Regenerator.Cli.Modules;

/// <summary>The one class that knows the compiler; see <see cref="ModuleCompiler"/> for why.</summary>
internal static class RoslynCompilation
{
    private const int MostErrorsShown = 10;

    private static readonly string[] FrameworkUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    /// <summary><paramref name="shownPath"/> is for messages, <paramref name="fullPath"/> for the debug information, hence for stack traces.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte[] Compile(byte[] source, string assemblyName, string shownPath, string fullPath)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.Latest);
        var text = SourceText.From(source, source.Length, Encoding.UTF8, canBeEmbedded: true);
        var tree = CSharpSyntaxTree.ParseText(text, parsing, fullPath);

        var compilation = CSharpCompilation.Create(
            assemblyName,
            references: ModuleReferences.Files.Select(file => MetadataReference.CreateFromFile(file)),
            options: new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable,
                deterministic: true));
        var usings = string.Concat(FrameworkUsings.Concat(OurNamespaces(compilation)).Select(name => $"global using global::{name};\n"));
        compilation = compilation.AddSyntaxTrees(tree, CSharpSyntaxTree.ParseText(usings + Places(tree), parsing, "<usings>", Encoding.UTF8));

        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(
            assembly,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded),
            embeddedTexts: [EmbeddedText.FromSource(fullPath, text)]);
        return emitted.Success ? assembly.ToArray() : throw new ModuleException(Message(emitted.Diagnostics, tree, shownPath));
    }

    // What a module exports is only looked at when it is loaded, from the cache too: its messages still say where.
    private static string Places(SyntaxTree tree)
    {
        var types = tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().Where(type => type.Parent is not TypeDeclarationSyntax);
        var named = types.SelectMany(type => type.Members.SelectMany(Tokens).Select(member => (Name: $"{type.Identifier.ValueText}.{member.ValueText}", Token: member)).Prepend((Name: type.Identifier.ValueText, Token: type.Identifier)));
        return string.Concat(named.DistinctBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => $"[assembly: System.Reflection.AssemblyMetadata({SymbolDisplay.FormatLiteral(n.Name, quote: true)}, \"{Position(n.Token.GetLocation())}\")]\n"));
    }

    private static IEnumerable<SyntaxToken> Tokens(MemberDeclarationSyntax member) => member switch
    {
        PropertyDeclarationSyntax property => [property.Identifier],
        MethodDeclarationSyntax method => [method.Identifier],
        BaseFieldDeclarationSyntax fields => fields.Declaration.Variables.Select(field => field.Identifier),
        _ => [],
    };

    /// <summary>Read off the assemblies, so that none is named that does not exist.</summary>
    private static IEnumerable<string> OurNamespaces(CSharpCompilation compilation) => compilation.References
        .Select(compilation.GetAssemblyOrModuleSymbol)
        .OfType<IAssemblySymbol>()
        .Where(assembly => ModuleReferences.Api.Contains(assembly.Name, StringComparer.Ordinal))
        .SelectMany(assembly => WithPublicTypes(assembly.GlobalNamespace))
        .Where(name => name is "Regenerator" || name.StartsWith("Regenerator.", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> WithPublicTypes(INamespaceSymbol space)
    {
        if (!space.IsGlobalNamespace && space.GetTypeMembers().Any(type => type.DeclaredAccessibility == Accessibility.Public))
            yield return space.ToDisplayString();
        foreach (var name in space.GetNamespaceMembers().SelectMany(WithPublicTypes))
            yield return name;
    }

    private static string Message(IEnumerable<Diagnostic> diagnostics, SyntaxTree tree, string shownPath)
    {
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).OrderBy(d => d.Location.SourceSpan.Start).ToList();
        var lines = errors.Take(MostErrorsShown).Select(error =>
        {
            var at = error.Location.SourceTree == tree ? Position(error.Location) : "";
            return $"{shownPath}{at}: error {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}";
        });
        return string.Join('\n', errors.Count > MostErrorsShown ? lines.Append($"… and {errors.Count - MostErrorsShown} more") : lines);
    }

    private static string Position(Location location)
    {
        var start = location.GetLineSpan().StartLinePosition;
        return $"({start.Line + 1},{start.Character + 1})";
    }
}
