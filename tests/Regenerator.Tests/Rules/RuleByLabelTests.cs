using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Specs;
using Regenerator.Testing;
using static Regenerator.Tests.Rules.Judging;

namespace Regenerator.Tests.Rules;

public sealed class RuleByLabelTests
{
    private static readonly RuleByLabel Rule = new(
        Needing(10),
        new RuleVariant(new LabelSelector("tier", "free", "trial"), Needing(50)),
        new RuleVariant(new LabelSelector(new Dictionary<string, IReadOnlyList<string>> { ["tier"] = ["gold"], ["region"] = ["eu"] }), Needing(30)),
        new RuleVariant(new LabelSelector("region", "eu"), Needing(20)));

    [Theory]
    [InlineData("", 10)]
    [InlineData("tier=gold", 10)]
    [InlineData("tier=Free", 10)]
    [InlineData("tier=free", 50)]
    [InlineData("tier=trial", 50)]
    [InlineData("tier=free region=eu", 50)]
    [InlineData("tier=gold region=eu", 30)]
    [InlineData("region=eu", 20)]
    public void The_first_variant_whose_labels_all_match_judges_and_else_the_rule_itself(string labels, int limit)
    {
        var context = Labelled(labels);

        Assert.Equal($"checkout: {limit - 1} failures; {limit} failures needed", Of(Rule, context, Batch(Telemetry(Failed(limit - 1)))).Skip);
        Assert.Equal("checkout", Of(Rule, context, Batch(Telemetry(Failed(limit)))).Wish.Id);
    }

    [Fact]
    public void Outside_it_is_one_rule()
    {
        Assert.Equal(("workflow-failure", Needing(10).Schedule), (Rule.Id, Rule.Schedule));
        Assert.Equal("Workflows of which more than 5 % fail; other limits where tier is free or trial; where tier is gold, region is eu; where region is eu", Rule.Description);
    }

    [Fact]
    public void A_variant_of_another_id_or_schedule_is_refused()
    {
        var free = new LabelSelector("tier", "free");

        Assert.Equal(
            "the variant of rule «workflow-failure» where tier is free has the id «other»; variants are one rule",
            Assert.Throws<ArgumentException>(() => new RuleByLabel(Needing(10), new RuleVariant(free, new WorkflowFailureRule(new() { Id = "other" })))).Message);
        Assert.Equal(
            "the variant of rule «workflow-failure» where tier is free has another schedule; what is read is the same for all contexts",
            Assert.Throws<ArgumentException>(() => new RuleByLabel(Needing(10), new RuleVariant(free, new WorkflowFailureRule(new() { Window = TimeSpan.FromDays(1) })))).Message);
    }

    [Fact]
    public void Patience_goes_by_the_first_match_too()
    {
        var patient = new RuleTerms { Dwell = 3 };
        var options = new IntakeOptions
        {
            Terms = new Dictionary<string, RuleTerms> { ["rule"] = new() { Where = [new TermsVariant(new LabelSelector("tier", "free"), patient), new TermsVariant(new LabelSelector("region", "eu"), new RuleTerms { Dwell = 2 })] } },
        };

        Assert.Equal([3, 2, 1], new[] { "tier=free region=eu", "region=eu", "tier=gold" }.Select(labels => options.TermsOf("rule", Labelled(labels)).Dwell));
        Assert.Equal(1, options.TermsOf("other", Labelled("tier=free")).Dwell);
    }

    private static WorkflowFailureRule Needing(double failures) => new(new() { MinimumFailures = failures });

    private static RegenerationContext Labelled(string labels) => new(
        SpecDocument.InCode(Some.Blueprint()), SpecDocument.InCode(Some.Tenant()),
        labels: labels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')).ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal));
}
