using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Regenerator.Integration.Tests.Schema;

/// <summary>The summaries of doc comments as one plain sentence or two, from the files that the compiler writes beside each assembly.</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> members = new(StringComparer.Ordinal);
    private readonly HashSet<Assembly> loaded = [];

    public string? Of(Type type) => Member(type.Assembly, $"T:{NameOf(type)}")?.Element("summary") is { } summary ? Text(summary) : null;

    /// <summary>A positional record has the sentence of a property at its parameter.</summary>
    public string? Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        var summary = Member(type.Assembly, $"P:{NameOf(type)}.{property.Name}")?.Element("summary")
            ?? Member(type.Assembly, $"T:{NameOf(type)}")?.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == property.Name);
        return summary is null ? null : Text(summary);
    }

    private XElement? Member(Assembly assembly, string name)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        if (loaded.Add(assembly) && File.Exists(file)) // the framework's own types come without
            foreach (var member in XDocument.Load(file).Descendants("member")) members[member.Attribute("name")!.Value] = member;
        return members.GetValueOrDefault(name);
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Text(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "paramref" } see when see.Value.Length == 0 => $"`{Named(see.FirstAttribute!)}`",
        XElement { Name.LocalName: "para" } paragraph => $" {Text(paragraph)} ",
        XElement other => Text(other),
        _ => "",
    };

    // A member is meant as it is written in JSON.
    private static string Named(XAttribute meant)
    {
        var name = meant.Value[(meant.Value.LastIndexOf('.') + 1)..];
        return meant.Value.StartsWith("P:", StringComparison.Ordinal) ? JsonNamingPolicy.CamelCase.ConvertName(name) : name;
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
