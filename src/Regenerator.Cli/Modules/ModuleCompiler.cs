using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;

namespace Regenerator.Cli.Modules;

/// <summary>
/// Makes an assembly of one C# file. Compiling costs a second, loading what was compiled before some milliseconds; so no type of Roslyn may be
/// touched here: the first one that the JIT meets loads the compiler.
/// </summary>
internal sealed class ModuleCompiler
{
    // Part of every key: raise it when RoslynCompilation makes something else of the same source.
    private const string Recipe = "2";

    private static readonly Lock Loading = new();

    // Where our own types live, so that a module's IRegenerationRule is ours.
    private static readonly AssemblyLoadContext Home = AssemblyLoadContext.GetLoadContext(typeof(ModuleCompiler).Assembly)!;

    private readonly ModuleCache cache;

    /// <param name="cacheFolder">null: <see cref="ModuleCache.DefaultFolder"/>.</param>
    public ModuleCompiler(string? cacheFolder = null) => cache = new ModuleCache(cacheFolder ?? ModuleCache.DefaultFolder());

    /// <summary>The same source at the same path is loaded once a process. Safe from several threads.</summary>
    /// <exception cref="ModuleException">The file can not be read or does not compile.</exception>
    public CompiledModule Load(string path)
    {
        var source = Read(path);
        var fullPath = Path.GetFullPath(path);
        var key = KeyOf(source, fullPath);
        var name = $"Regenerator.Module.{key}";

        lock (Loading)
        {
            if (Home.Assemblies.FirstOrDefault(a => string.Equals(a.GetName().Name, name, StringComparison.Ordinal)) is { } loaded)
                return new(path, loaded, FromCache: true);

            if (cache.Read(key) is { } cached && TryLoad(cached, name) is { } fromCache)
                return new(path, fromCache, FromCache: true);

            var compiled = RoslynCompilation.Compile(source, name, path, fullPath);
            cache.Write(key, compiled);
            return new(path, Home.LoadFromStream(new MemoryStream(compiled)), FromCache: false);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModuleException($"{path}: no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModuleException(Directory.Exists(path) ? $"{path}: is a folder" : $"{path}: can not be read: {e.Message}", e);
        }
    }

    /// <summary>The path is part of it because stack traces name it; the API is, because a module that compiled against another one may not load.</summary>
    private static string KeyOf(byte[] source, string fullPath)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(Recipe));
        Add(hash, Encoding.UTF8.GetBytes(RuntimeInformation.FrameworkDescription));
        foreach (var api in ModuleReferences.Api)
        {
            Add(hash, Encoding.UTF8.GetBytes(api));
            Add(hash, Assembly.Load(new AssemblyName(api)).ManifestModule.ModuleVersionId.ToByteArray());
        }

        Add(hash, Encoding.UTF8.GetBytes(fullPath));
        Add(hash, source);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        // With its length, so that no part can lend bytes to its neighbour.
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }

    private static Assembly? TryLoad(byte[] assembly, string name)
    {
        try
        {
            var loaded = Home.LoadFromStream(new MemoryStream(assembly));
            return string.Equals(loaded.GetName().Name, name, StringComparison.Ordinal) ? loaded : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }
}
