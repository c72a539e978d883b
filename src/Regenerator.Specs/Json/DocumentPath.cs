using System.Text;

namespace Regenerator.Specs.Json;

/// <summary>The way from the root to where a reader stands, for messages: <c>$.flags[2].enabled</c>.</summary>
internal sealed class DocumentPath
{
    private readonly List<object> steps = [];

    public void Enter(string member) => steps.Add(member);

    public void Enter(int index) => steps.Add(index);

    public void Leave() => steps.RemoveAt(steps.Count - 1);

    public override string ToString()
    {
        var text = new StringBuilder("$");
        foreach (var step in steps)
        {
            if (step is int index) text.Append('[').Append(index).Append(']');
            else if (step is string { Length: > 0 } name && name.All(IsPlain)) text.Append('.').Append(name);
            else text.Append("['").Append(((string)step).Replace("'", "\\'", StringComparison.Ordinal)).Append("']");
        }

        return text.ToString();
    }

    private static bool IsPlain(char sign) => char.IsLetterOrDigit(sign) || sign is '_' or '-';
}
