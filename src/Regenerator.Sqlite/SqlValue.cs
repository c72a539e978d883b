namespace Regenerator.Sqlite;

/// <summary>A value for a statement, without a box around it: a text, a number, or nothing.</summary>
internal readonly struct SqlValue
{
    private SqlValue(string? text, long? number) => (Text, Number) = (text, number);

    public string? Text { get; }

    public long? Number { get; }

    public static implicit operator SqlValue(string? text) => new(text, number: null);

    public static implicit operator SqlValue(long number) => new(text: null, number);

    public static implicit operator SqlValue(bool flag) => new(text: null, flag ? 1 : 0);
}
