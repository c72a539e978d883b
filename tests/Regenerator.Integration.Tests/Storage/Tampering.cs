using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>What somebody with the right to write may do to the tables of a proposal that was opened, approved, claimed and applied.</summary>
public static class Tampering
{
    /// <summary>The deed, the record that has to be named, and what is wrong with it.</summary>
    public static TheoryData<string, int, ChainDamage> Deeds => new()
    {
        { "UPDATE events SET actor = 'person:eve' WHERE {0} AND seq = 2", 2, ChainDamage.Changed },
        { "UPDATE events SET at = 'yesterday' WHERE {0} AND seq = 1", 1, ChainDamage.Changed },
        { "UPDATE event_payloads SET json = replace(json, 'person:ann', 'person:eve') WHERE {0} AND seq = 2", 2, ChainDamage.Changed },
        { "DELETE FROM event_payloads WHERE {0} AND seq = 3", 3, ChainDamage.Emptied },
        { "DELETE FROM events WHERE {0} AND seq = 2", 2, ChainDamage.Missing },
        { "DELETE FROM events WHERE {0} AND seq = 4", 4, ChainDamage.CutOff },
        { "DELETE FROM events WHERE {0}", 1, ChainDamage.CutOff },
        { "UPDATE events SET seq = 9 WHERE {0} AND seq = 2; UPDATE events SET seq = 2 WHERE {0} AND seq = 3; UPDATE events SET seq = 3 WHERE {0} AND seq = 9", 2, ChainDamage.Reordered },
        { "UPDATE proposals SET json = replace(json, '\"version\":4', '\"version\":3') WHERE {1}", 4, ChainDamage.Added },
        { "UPDATE proposals SET json = replace(json, '\"state\":\"Applied\"', '\"state\":\"Approved\"') WHERE {1}", 4, ChainDamage.Unfounded },
        { "UPDATE proposals SET json = replace(json, '\"title\":\"', '\"title\":\"Not to ') WHERE {1}", 4, ChainDamage.Unfounded },
        { "UPDATE proposals SET json = replace(json, '\"head\":\"', '\"head\":\"f') WHERE {1}", 4, ChainDamage.Changed },
        { "UPDATE proposals SET json = 'garbage' WHERE {1}", 1, ChainDamage.Unreadable },
    };

    /// <summary>The same while it is as it was opened.</summary>
    public static TheoryData<string, int, ChainDamage> EarlyDeeds => new()
    {
        { "UPDATE event_payloads SET json = replace(json, '\"magnitude\":', '\"magnitude\":1') WHERE {0}", 1, ChainDamage.Changed },
        { "UPDATE event_payloads SET json = 'garbage' WHERE {0}", 1, ChainDamage.Unreadable },
        { "DELETE FROM event_payloads WHERE {0}", 1, ChainDamage.Unreadable },
        { "UPDATE events SET hash = 'f' WHERE {0}", 1, ChainDamage.Changed },
    };

    /// <param name="belongs">How rows say that they belong to the proposal.</param>
    public static string Sql(string deed, Proposal of, string belongs) =>
        deed.Replace("{0}", belongs, StringComparison.Ordinal).Replace("{1}", $"id = '{of.Id}'", StringComparison.Ordinal);
}
