using System.Text;
using Regenerator.Specs.Validation;

namespace Regenerator.Tests.Specs.Validation;

/// <summary>The table of codes as a page of the documentation.</summary>
internal static class CodesPage
{
    private const string Introduction =
        """
        # Codes of validation

        <!-- Written from the table of codes (src/Regenerator.Specs/Validation/Codes) by a test; change the table, then run the tests with REGENERATOR_WRITE_DOCS=1. -->

        What `AppConfig.Validate` can say of a blueprint and a tenant's config. **Errors** make a document invalid; **warnings** are most likely not what
        was meant; **infos** are good to know. A finding has a code, a severity, a subject (what it is about, by identity), the path as the apps' own
        runtime writes it, the document with a JSON Pointer, and a sentence that says what was seen and what to write instead.

        `ValidationReport.Compare(before, after)` tells what a change **introduced** from what was there before and what it **fixed**: by code, document
        and subject, wherever that stands now. Only what a proposal introduces is held against it.

        Examples leave out what does not matter: the documents' `meta`, in which blueprint `shop` at `1.0.0` and tenant `acme` fit together, and
        registries that nothing is looked up in. Codes marked † are also known to the original's validation, under the same conditions.

        """;

    public static string Write()
    {
        var page = new StringBuilder(Introduction);
        page.Append("\n| Code | Severity | Meaning |\n|---|---|---|\n");
        foreach (var code in FindingCodes.All) page.Append($"| [{code.Name}](#{code.Name.ToLowerInvariant()}){Mark(code)} | {Word(code)} | {code.Title} |\n");
        foreach (var (section, codes) in FindingCodes.Sections)
        {
            page.Append($"\n## {section}\n");
            foreach (var code in codes) One(page, code);
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void One(StringBuilder page, FindingCode code)
    {
        page.Append($"\n### {code.Name}\n\n**{code.Title}** ({Word(code)}{Mark(code)}). {code.Meaning}\n");
        page.Append($"\n```json\n{code.Example}\n```\n\n*Instead:* {code.Remedy}\n\n```json\n{code.Remedied}\n```\n");
    }

    private static string Word(FindingCode code) => code.Severity.ToString().ToLowerInvariant();

    private static string Mark(FindingCode code) => code.InOriginal ? " †" : "";
}
