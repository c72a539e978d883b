using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Regenerator.Specs.Edits;

/// <summary>The reference of edits, as a page in Markdown.</summary>
public static class EditReference
{
    public static string Markdown()
    {
        var page = new StringBuilder("""
            # Edits
            <!-- Written by the tests from the code: REGENERATOR_WRITE_DOCS=1. -->
            An edit is an object whose only member names it. It names what it changes by identity, never by its place; compiled against a document it becomes
            a JSON Patch with a guard on everything it touches. What an edit makes already true compiles to nothing. The last element that an edit removes takes its list
            along, and the section that this leaves empty.

            To *pin* puts a spec into a place, to *empty* leaves nothing there, to *unpin* takes a tenant's word back so that it inherits again; to *reset* takes back
            what stands in one of two lists. A `null` clears, an absent member stays as it is.

            A `patch` may say of an added member `"before": "name"`, before which other member of the object it goes; RFC 6902 lets other readers ignore that.

            | edit | on a blueprint | on a tenant | reads as |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var kind in EditKinds.All)
            page.Append($"| `{Json(kind)}` | {Meaning(kind, SpecKind.Blueprint)} | {Meaning(kind, SpecKind.Tenant)} | {kind.Example.Sentence} |\n");
        return page.ToString();
    }

    private static string Meaning(EditKind kind, SpecKind document) => kind.On(document) switch
    {
        { IsRefused: true } refused => $"*refused:* {refused.Words}",
        var does => does.Words,
    };

    private static string Json(EditKind kind)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) SpecEditJson.Write(writer, kind.Example);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
