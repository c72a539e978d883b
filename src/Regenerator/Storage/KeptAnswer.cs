namespace Regenerator.Storage;

/// <summary>A request that its maker may send again, and what it was answered.</summary>
/// <param name="Request">A digest of what was asked: another request under the same key is told from this one by it.</param>
/// <param name="Until">When it is forgotten.</param>
/// <param name="Text">Null: it was begun, and is not answered, or was not before its process ended.</param>
public sealed record KeptAnswer(AnswerKey Key, string Request, DateTimeOffset Until, AnswerText? Text);

/// <param name="Actor">Who asked, as histories write it: nobody gets another's answers.</param>
/// <param name="Key">As they call the request.</param>
public readonly record struct AnswerKey(string Actor, string Key);

/// <param name="Status">Of HTTP.</param>
/// <param name="ETag">Null: there is none.</param>
/// <param name="Body">JSON; holds no secret.</param>
public sealed record AnswerText(int Status, string? ETag, string Body);
