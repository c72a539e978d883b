namespace Regenerator.Rules;

/// <summary>Features that are as they should be. A few are named one by one; of many, people want to know how many there are, and which comes closest to the limit.</summary>
internal struct Within
{
    /// <summary>So many are still named one by one.</summary>
    public const int Named = 3;

    public int Count { get; private set; }

    /// <summary>The one of the highest value.</summary>
    public string? Worst { get; private set; }

    public double Value { get; private set; }

    public void Add(string feature, double value)
    {
        if (Count++ > 0 && value <= Value) return;
        (Worst, Value) = (feature, value);
    }
}
