using System.Globalization;
using System.Reflection;
using System.Text;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>One step of a store's schema, from an embedded file such as <c>0001_proposals.sql</c>.</summary>
public sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>Of the text, whatever its line ends.</summary>
    public string Digest => Hash.OfBytes(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n")));

    /// <summary>The <c>.sql</c> files of an assembly, in order.</summary>
    public static IReadOnlyList<Migration> In(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(name)[5..], reader.ReadToEnd());
        }),
    ];

    /// <summary>The steps that a store has not made yet. Pure.</summary>
    /// <param name="store">As messages call it.</param>
    /// <param name="known">All steps that this program knows.</param>
    /// <param name="done">Those that the store has made, in order.</param>
    /// <exception cref="StoreException">The store is newer than this program, or was made by other migrations.</exception>
    public static IEnumerable<Migration> Missing(string store, IReadOnlyList<Migration> known, IReadOnlyList<(int Version, string Name, string Digest)> done)
    {
        foreach (var (version, name, digest) in done)
        {
            if (version > known.Count) throw new StoreException($"{store} has schema {done[^1].Version}, this program knows {known.Count}: a newer version has written it, use that one");
            if (!string.Equals(known[version - 1].Digest, digest))
                throw new StoreException($"{store} was made with another migration {version} ({name}) than this program has: it belongs to another build");
        }

        return known.Skip(done.Count);
    }
}
