using FsCheck;
using FsCheck.Fluent;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Storage;

[Trait("Promise", "S11")]
public sealed class EventChainTests
{
    private static readonly ProposalId Id = Some.Proposal().Id;

    /// <summary>What somebody may do to a history behind its back: who does it is told which record, and says which one has to be named first, and as what.</summary>
    private static readonly Dictionary<string, Func<KeptEvent[], int, int, (KeptEvent[] History, int Seq, ChainDamage[] Damage)>> Deeds = new()
    {
        ["change the type"] = (kept, at, _) => (With(kept, at, k => k with { Record = k.Record with { Type = k.Record.Type + "x" } }), at + 1, [ChainDamage.Changed]),
        ["change the actor"] = (kept, at, bit) => (With(kept, at, k => k with { Record = k.Record with { Actor = Flip(k.Record.Actor, bit) } }), at + 1, [ChainDamage.Changed]),
        ["change the time"] = (kept, at, bit) => (With(kept, at, k => k with { Record = k.Record with { At = Flip(k.Record.At, bit) } }), at + 1, [ChainDamage.Changed]),
        ["change the digest"] = (kept, at, bit) => (With(kept, at, k => k with { Record = k.Record with { Payload = Flip(k.Record.Payload, bit) } }), at + 1, [ChainDamage.Changed]),
        ["change the hash"] = (kept, at, bit) => (With(kept, at, k => k with { Record = k.Record with { Hash = Flip(k.Record.Hash, bit) } }), at + 1, [ChainDamage.Changed]),
        ["change what was said"] = (kept, at, bit) => (With(kept, at, k => k with { Json = Flip(k.Json!, bit) }), at + 1, [ChainDamage.Changed]),
        ["change it and count its digest anew"] = (kept, at, bit) => (With(kept, at, k => k with { Json = Flip(k.Json!, bit), Record = k.Record with { Payload = EventChain.DigestOf(Flip(k.Json!, bit)) } }), at + 1, [ChainDamage.Changed]),
        ["empty it"] = (kept, at, _) => (With(kept, at, k => k with { Json = null }), at + 1, [ChainDamage.Emptied]),
        ["drop one"] = (kept, at, _) => ([.. kept[..at], .. kept[(at + 1)..]], at + 1, [at == kept.Length - 1 ? ChainDamage.CutOff : ChainDamage.Missing]),
        ["drop one and number anew"] = (kept, at, _) => ([.. kept[..at], .. kept[(at + 1)..].Select(k => k with { Record = k.Record with { Seq = k.Record.Seq - 1 } })], at + 1, [at == kept.Length - 1 ? ChainDamage.CutOff : ChainDamage.Changed]),
        ["cut off"] = (kept, at, _) => (kept[..at], at + 1, [ChainDamage.CutOff]),
        ["swap with the next"] = (kept, at, _) => at == kept.Length - 1 ? (kept[..at], at + 1, [ChainDamage.CutOff]) : ([.. kept[..at], kept[at + 1], kept[at], .. kept[(at + 2)..]], at + 1, [ChainDamage.Reordered]),
        ["swap and number anew"] = (kept, at, _) => at == kept.Length - 1 ? (kept[..at], at + 1, [ChainDamage.CutOff])
            : ([.. kept[..at], Numbered(kept[at + 1], at + 1), Numbered(kept[at], at + 2), .. kept[(at + 2)..]], at + 1, [ChainDamage.Reordered]),
        ["tell it twice"] = (kept, at, _) => ([.. kept[..(at + 1)], .. kept[at..]], at + 2, at == kept.Length - 1 ? [ChainDamage.Added] : [ChainDamage.Reordered]),
        ["go on"] = (kept, _, _) => ([.. kept, EventChain.Append(Id, kept[^1].Record.Hash, kept.Length + 1, Note(99))], kept.Length + 1, [ChainDamage.Added]),
    };

    [Fact]
    public void A_history_that_nobody_touched_is_whole() => Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, 20).ToArbitrary(), count =>
    {
        var history = History(count);
        Assert.Null(EventChain.Check(Id, count, history.LastOrDefault()?.Record.Hash, history));
    }));

    [Fact]
    public void Whatever_is_done_to_a_history_the_first_bad_record_is_named()
    {
        var deeds = from count in Gen.Choose(1, 12)
                    from at in Gen.Choose(0, count - 1)
                    from bit in Gen.Choose(0, 10_000)
                    from deed in Gen.Elements(Deeds.Keys.ToArray())
                    select (count, at, bit, deed);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(deeds.ToArbitrary(), done =>
        {
            var history = History(done.count);
            var (broken, seq, damage) = Deeds[done.deed](history, done.at, done.bit);

            var fault = EventChain.Check(Id, done.count, history[^1].Record.Hash, broken);

            Assert.NotNull(fault);
            Assert.Equal((Id.ToString(), seq), (fault.Proposal, fault.Seq));
            Assert.Contains(fault.Damage, damage);
        }));
    }

    [Fact]
    public void A_head_that_was_changed_is_the_fault_of_the_last_record() =>
        Assert.Equal(new ChainFault(Id.ToString(), 3, ChainDamage.Changed), EventChain.Check(Id, 3, "f00", History(3)));

    [Fact]
    public void The_same_records_are_no_history_of_another_proposal() =>
        Assert.Equal(1, EventChain.Check(Some.Proposal("other").Id, 3, History(3)[^1].Record.Hash, History(3))!.Seq);

    [Fact]
    public void Payloads_may_be_gone_before_the_record_of_their_erasure_and_nowhere_else()
    {
        KeptEvent[] history = [.. History(3)];
        var forgotten = EventChain.Append(Id, history[^1].Record.Hash, 4, new ProposalEvent.Forgotten("it is over") { Actor = "person:dpo", At = Some.Now });
        KeptEvent[] erased = [.. history.Select(k => k with { Json = null }), forgotten];

        Assert.Null(EventChain.Check(Id, 4, forgotten.Record.Hash, erased));
        Assert.Equal(new ChainFault(Id.ToString(), 4, ChainDamage.Emptied), EventChain.Check(Id, 4, forgotten.Record.Hash, [.. erased[..3], forgotten with { Json = null }]));
    }

    [Fact]
    public void What_was_erased_reads_as_who_did_what_kind_of_thing_when()
    {
        var kept = History(1)[0] with { Json = null };

        Assert.Equal(new ProposalEvent.Erased("approval_fell") { Actor = "person:0", At = Some.Now }, kept.Read());
    }

    [Fact]
    public void A_proposal_that_is_not_what_its_history_comes_to_is_named()
    {
        var opened = ProposalWrite.Of(null, Assert.IsType<Transition.To>(Lifecycle.Next(null, Some.Opened(), [])).Proposal, Some.Opened());
        var forged = opened.After with { State = ProposalState.Approved, Approvals = [new Approval("person:eve", Some.Now)] };

        Assert.Null(Audited(opened.After, opened.Kept!));
        Assert.Equal(new ChainFault(Id.ToString(), 1, ChainDamage.Unfounded), Audited(forged, opened.Kept!));
        Assert.Equal($"proposal {Id}, record 1: the proposal is not what its history comes to", Audited(forged, opened.Kept!)!.ToString());
    }

    [Fact]
    [Trait("Promise", "S11")]
    public void Edits_under_the_digest_of_others_are_found_and_so_are_the_words_that_they_are_judged_by()
    {
        var opened = ProposalWrite.Of(null, Assert.IsType<Transition.To>(Lifecycle.Next(null, Some.Opened(), [])).Proposal, Some.Opened());
        var (revision, wish) = (opened.After.Revision, opened.After.Revision.Proposal);

        foreach (var forged in new[] { wish with { Actions = [] }, wish with { Title = "Nothing to see" }, wish with { Rationale = [] } })
            Assert.Equal(ChainDamage.Unfounded, Audited(opened.After with { Revision = revision with { Proposal = forged } }, opened.Kept!)?.Damage);
    }

    [Fact]
    public void A_proposal_that_can_not_be_read_is_named()
    {
        var audit = new StoreAudit();
        audit.Next(new StoreLine.Proposed("x", "garbage"));

        Assert.Equal(new ChainFault("x", 1, ChainDamage.Unreadable), audit.End());
    }

    private static ChainFault? Audited(Proposal row, params IReadOnlyList<KeptEvent> history)
    {
        var audit = new StoreAudit();
        audit.Next(new StoreLine.Proposed(row.Id.ToString(), Persisted.Write(row, RegeneratorJson.Default.Proposal)));
        foreach (var kept in history) audit.Next(new StoreLine.Happened(row.Id.ToString(), kept));
        return audit.End();
    }

    private static KeptEvent[] History(int count)
    {
        var history = new KeptEvent[count];
        for (var i = 0; i < count; i++) history[i] = EventChain.Append(Id, i == 0 ? null : history[i - 1].Record.Hash, i + 1, Note(i));
        return history;
    }

    private static ProposalEvent.ApprovalFell Note(int number) => new($"reason {number}") { Actor = $"person:{number}", At = Some.Now.AddMinutes(number) };

    private static KeptEvent[] With(KeptEvent[] kept, int at, Func<KeptEvent, KeptEvent> change) => [.. kept[..at], change(kept[at]), .. kept[(at + 1)..]];

    private static KeptEvent Numbered(KeptEvent kept, int seq) => kept with { Record = kept.Record with { Seq = seq } };

    // One of the lower seven bits of one character.
    private static string Flip(string text, int bit)
    {
        var letters = text.ToCharArray();
        letters[bit / 7 % letters.Length] ^= (char)(1 << (bit % 7));
        return new string(letters);
    }
}
