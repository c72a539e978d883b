using System.ComponentModel.DataAnnotations;
using System.Text;
using Regenerator.Cli.Configuration;
using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Integration.Tests.Configuration;

public sealed class StrictJsonTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-strict-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_kind_of_member_is_bound()
    {
        var (bound, _) = Bind("""
            { "name": "base", "url": "http://x", "count": 3, "share": 0.5, "every": "5m", "maybe": null, "numbers": [1, 2], "limits": { "a": "1s" },
              "match": { "label": "tenant", "equalTo": "tenantId" }, "to": { "key": "checkout.safe", "version": 1.20 },
              "propose": { "pinWorkflow": { "slot": "checkout", "to": { "key": "checkout.safe" } } } }
            """);

        Assert.Equal((3, 0.5, TimeSpan.FromMinutes(5), null), (bound.Count, bound.Share, bound.Every, bound.Maybe));
        Assert.Equal([1, 2], bound.Numbers);
        Assert.Equal(TimeSpan.FromSeconds(1), bound.Limits["a"]);
        Assert.Equal(new Match("tenant", "tenantId", "="), bound.Match);
        Assert.Equal(new SpecRef("checkout.safe", "1.20"), bound.To);
        Assert.Equal(new SpecEdit.PinWorkflow("checkout", "checkout.safe", null), bound.Propose);
    }

    [Theory]
    [InlineData("""{ }""", "1:1: the file: «url» is missing")]
    [InlineData("""{ "url": "ftp://x" }""", "1:10: url: saw «ftp://x»; allowed: an address that begins with http:// or https://")]
    [InlineData("""{ "url": "http://x", "share": 2 }""", "1:31: share: saw 2; allowed: 0 to 1")]
    [InlineData("""{ "url": "http://x", "count": 99999999999 }""", "1:31: count: saw 99999999999; allowed: 1 to 100")]
    [InlineData("""{ "url": "http://x", "match": { "equalTo": "y" } }""", "1:31: match: «label» is missing")]
    [InlineData("""{ "url": "http://x", "limits": { "a": 1, "a": 2 } }""", "1:42: limits.a is there twice")]
    [InlineData("""{ "url": "http://x", "to": { "version": "1" } }""", "1:28: to: saw an object; allowed: { \"key\": …, \"version\": … }")]
    [InlineData("""{ "url": "http://x", "propose": { "pinWorkflow": { "slt": "pay" } } }""", "1:33: propose: «pinWorkflow» has no member «slt»; known: slot, to")]
    [InlineData("""{ "url": "http://x", "quries": 1 }""", "1:22: unknown member «quries»; known: name, type, url, count, share, every, maybe, numbers, limits, match, to, propose, token")]
    [InlineData("""{ "url": "http://x", "token": 5 }""", "1:31: token: a secret is written as ${env:NAME} or ${file:path}")]
    [InlineData("""{ "url": "http://x", "token": "Bearer ${env:X}" }""", "1:31: token: a secret is written as ${env:NAME} or ${file:path}, and nothing around it")]
    public void What_is_wrong_is_one_line_with_its_place(string text, string problem) =>
        Assert.Equal($"r.json:{problem}", Assert.Throws<ConfigurationException>(() => Bind(text)).Message);

    [Fact]
    public void A_secret_is_looked_up_when_it_is_needed_and_never_shown()
    {
        File.WriteAllText(Path.Combine(folder, "token.txt"), "s3cret\n");
        var (bound, file) = Bind("""{ "url": "http://x", "token": "${file:token.txt}" }""");

        Assert.Equal(("***", "s3cret"), (bound.Token!.ToString(), bound.Token.Reveal()));
        Assert.Empty(file.Warnings);
    }

    [Theory]
    [InlineData("${env:REGENERATOR_NOT_SET}", "r.json:1:31: token: the environment variable REGENERATOR_NOT_SET is not set")]
    [InlineData("${file:gone.txt}", "r.json:1:31: token: the file gone.txt is not there")]
    public void A_missing_secret_is_named_when_it_is_needed(string text, string problem)
    {
        var (bound, _) = Bind($$"""{ "url": "http://x", "token": "{{text}}" }""");

        Assert.Equal(problem, Assert.Throws<ConfigurationException>(() => bound.Token!.Reveal()).Message);
    }

    [Fact]
    public void A_secret_that_stands_in_the_file_is_a_warning_that_does_not_repeat_it()
    {
        var (bound, file) = Bind("""{ "url": "http://x", "token": "s3cret" }""");

        Assert.Equal("s3cret", bound.Token!.Reveal());
        Assert.Equal(["r.json:1:31: token: the secret stands in the file; ${env:NAME} or ${file:path} keeps it out"], file.Warnings);
    }

    private (Options Bound, ConfigurationFile File) Bind(string text)
    {
        var file = ConfigurationFile.Parse(Encoding.UTF8.GetBytes(text), "r.json", folder);
        var bound = StrictJson.Bind<Options>(file.Root, file, "name", "type");
        file.ThrowIfWrong();
        return (bound!, file);
    }

    internal sealed record Options
    {
        public required Uri Url { get; init; }

        [Range(1, 100)]
        public int Count { get; init; } = 1;

        [Range(0.0, 1.0)]
        public double Share { get; init; }

        public TimeSpan Every { get; init; }

        public int? Maybe { get; init; } = 7;

        public IReadOnlyList<int> Numbers { get; init; } = [];

        public IReadOnlyDictionary<string, TimeSpan> Limits { get; init; } = new Dictionary<string, TimeSpan>();

        public Match? Match { get; init; }

        public SpecRef? To { get; init; }

        public SpecEdit? Propose { get; init; }

        public Secret? Token { get; init; }
    }

    internal sealed record Match(string Label, string EqualTo, string Operator = "=");
}
