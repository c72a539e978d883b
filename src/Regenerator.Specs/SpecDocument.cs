namespace Regenerator.Specs;

public sealed class SpecDocument;
