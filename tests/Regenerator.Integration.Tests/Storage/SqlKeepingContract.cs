using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>What every store promises whose rows somebody else can get at: what was done to them behind its back is found.</summary>
public abstract class SqlKeepingContract : StoreKeepingContract
{
    [Theory]
    [Trait("Promise", "S11")]
    [MemberData(nameof(Tampering.Deeds), MemberType = typeof(Tampering))]
    public async Task What_is_done_to_the_rows_behind_its_back_is_found(string deed, int seq, ChainDamage damage)
    {
        var applied = await AppliedAsync();
        await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");

        await IsFoundAsync(applied, deed, new ChainFault(applied.Id.ToString(), seq, damage));
    }

    [Theory]
    [Trait("Promise", "S11")]
    [MemberData(nameof(Tampering.EarlyDeeds), MemberType = typeof(Tampering))]
    public async Task What_is_done_to_a_proposal_that_is_as_it_was_opened_is_found(string deed, int seq, ChainDamage damage)
    {
        var opened = await OpenAsync(Some.Proposal("one"), "cfg-acme");
        await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");

        await IsFoundAsync(opened, deed, new ChainFault(opened.Id.ToString(), seq, damage));
    }

    /// <summary>Gets rid of whatever keeps rows from being changed, and then does it.</summary>
    /// <param name="deed">Of <see cref="Tampering"/>.</param>
    /// <param name="tampered">To whose rows.</param>
    protected abstract Task TamperAsync(string deed, Proposal tampered);

    private async Task IsFoundAsync(Proposal tampered, string deed, ChainFault expected)
    {
        await TamperAsync(deed, tampered);
        Assert.Equal(expected, Assert.Single((await StoreAudit.OfAsync(Store.ExportAsync(Ct), Ct)).Faults));
    }
}
