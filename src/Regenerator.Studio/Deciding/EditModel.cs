using Regenerator.Proposals;

namespace Regenerator.Studio.Deciding;

/// <param name="Text">The edits as JSON, as they were sent or as they are.</param>
/// <param name="Preview">What came of them; null: nobody asked.</param>
internal sealed record EditModel(ProposalModel Of, string Text, EditPreview? Preview)
{
    public Proposal Proposal => Of.Proposal;
}

/// <summary>What edits would do. A closed hierarchy.</summary>
internal abstract record EditPreview
{
    private EditPreview()
    {
    }

    public sealed record Fits(Revision Revision, DocumentChange? Change) : EditPreview;

    /// <param name="Words">What is wrong, where.</param>
    public sealed record Wrong(string Words) : EditPreview;
}
