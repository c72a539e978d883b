namespace Regenerator.Storage;

/// <summary>The store can not be used as it is: another program's file, a newer schema, a row that can not be read. One sentence for a person.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
