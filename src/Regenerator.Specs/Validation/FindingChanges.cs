using System.Runtime.InteropServices;

namespace Regenerator.Specs.Validation;

/// <summary>What a change did to the findings. Only what it introduces may be held against it.</summary>
/// <param name="Introduced">Was not there before, in the order of the later report.</param>
/// <param name="PreExisting">Was there before, as the later report has it.</param>
/// <param name="Fixed">Is there no more, in the order of the earlier report.</param>
public sealed record FindingChanges(IReadOnlyList<Finding> Introduced, IReadOnlyList<Finding> PreExisting, IReadOnlyList<Finding> Fixed)
{
    /// <summary>
    /// A finding is known again by its code, its document and what it is about, wherever that stands now. Of several alike as many count
    /// as pre-existing as there were: a second one is introduced.
    /// </summary>
    public static FindingChanges Between(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after)
    {
        var open = new Dictionary<(string, SpecKind, string), int>();
        foreach (var finding in before) CollectionsMarshal.GetValueRefOrAddDefault(open, finding.Identity, out _)++;
        var (introduced, preExisting, gone) = (new List<Finding>(), new List<Finding>(), new List<Finding>());
        foreach (var finding in after) (Take(open, finding) ? preExisting : introduced).Add(finding);

        // What is still open was not met again: of several alike the last ones are those that went.
        foreach (var finding in before.Reverse())
            if (Take(open, finding)) gone.Add(finding);
        gone.Reverse();
        return new FindingChanges(introduced, preExisting, gone);
    }

    private static bool Take(Dictionary<(string, SpecKind, string), int> open, Finding finding)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(open, finding.Identity);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count) || count == 0) return false;
        count--;
        return true;
    }
}
