using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Json;

/// <summary>A JSON text of random content in a random, often ugly layout, and patches that fit it: all from one seed.</summary>
internal sealed class RandomDocument
{
    private static readonly string[] Names = ["a", "b", "key", "x/y", "m~n", "é", "", "0", "long name"];
    private static readonly string[] Scalars =
        ["0", "-1", "1.20", "1e400", "12345678901234567890", "true", "false", "null", "\"\"", "\"x\"", "\"\\u00e9\\/\"", "\"a\\nb\"", "\"{[,]}\"", "\"😀\""];

    private readonly Random random;
    private readonly StringBuilder text = new();
    private readonly string lineBreak;
    private readonly string unit;
    private readonly int mess;

    public RandomDocument(int seed)
    {
        random = new Random(seed);
        lineBreak = Pick(["\n", "\r\n"]);
        unit = Pick(["  ", "    ", "\t", ""]);
        mess = random.Next(4);
        if (random.Next(4) == 0) text.Append('\uFEFF');
        if (mess == 3) text.Append(Space());
        Value(0, "");
        text.Append(Pick(["", lineBreak]));
    }

    public string Text => text.ToString();

    public byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    public JsonNode? Tree() => JsonNode.Parse(Text.TrimStart('\uFEFF'));

    /// <summary>Operations that each fit the document as the ones before leave it.</summary>
    public JsonPatch Patch(int most)
    {
        var (operations, tree) = (new List<JsonPatchOperation>(), Tree());
        for (var attempt = 0; attempt < most; attempt++)
        {
            var operation = Operation(tree);
            if (new JsonPatch(operation).Apply(tree) is not PatchResult.Applied(var next)) continue;
            operations.Add(operation);
            tree = next;
        }

        return new JsonPatch(operations);
    }

    /// <summary>Every place of the tree, the root first.</summary>
    public static IEnumerable<(JsonPointer Path, JsonNode? Node)> Places(JsonNode? node, JsonPointer? at = null)
    {
        var path = at ?? JsonPointer.Root;
        return (node switch
        {
            JsonObject members => members.SelectMany(member => Places(member.Value, path.Append(member.Key))),
            JsonArray elements => elements.Index().SelectMany(element => Places(element.Item, path.Append(element.Index))),
            _ => [],
        }).Prepend((path, node));
    }

    public T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public JsonElement NewValue()
    {
        var value = new RandomDocument(random.Next());
        return JsonElement.Parse(value.Text.TrimStart('\uFEFF'));
    }

    private JsonPatchOperation Operation(JsonNode? tree)
    {
        var places = Places(tree).ToList();
        var (path, node) = Pick(places);
        var target = Pick([path, path.Append(Pick(Names)), path.Append("-"), path.Append(random.Next(3))]);
        return random.Next(6) switch
        {
            0 => new JsonPatchOperation.Remove(path),
            1 => new JsonPatchOperation.Replace(path, NewValue()),
            2 => new JsonPatchOperation.Move(Pick(places).Path, target),
            3 => new JsonPatchOperation.Copy(Pick(places).Path, target),
            4 => new JsonPatchOperation.Test(path, JsonElement.Parse(node?.ToJsonString() ?? "null")),
            _ => new JsonPatchOperation.Add(target, NewValue()),
        };
    }

    private void Value(int depth, string indent)
    {
        var kind = random.Next(depth > 3 ? 1 : 3);
        if (kind == 0 && (depth > 0 || random.Next(8) == 0)) text.Append(Pick(Scalars));
        else Container(depth, indent, isObject: kind != 2);
    }

    private void Container(int depth, string indent, bool isObject)
    {
        var names = Names.OrderBy(_ => random.Next()).Take(random.Next(5)).ToList();
        var inLines = mess switch { 0 => false, 1 => true, _ => random.Next(2) == 0 };
        var inner = inLines ? indent + unit : indent;
        text.Append(isObject ? '{' : '[');
        foreach (var (index, name) in names.Index())
        {
            if (index > 0) text.Append(mess == 3 ? Space() : "").Append(',').Append(inLines ? "" : Pick(["", " "]));
            text.Append(inLines ? lineBreak + inner : mess == 3 ? Space() : "");
            if (isObject) text.Append('"').Append(JavaScriptEncoder.Default.Encode(name)).Append("\":").Append(mess == 3 ? Space() : " ");
            Value(depth + 1, inner);
        }

        if (names.Count > 0) text.Append(inLines ? lineBreak + indent : mess == 3 ? Space() : "");
        text.Append(isObject ? '}' : ']');
    }

    private string Space() => Pick(["", " ", "\t", "  ", lineBreak, $"{lineBreak}{lineBreak} "]);
}
