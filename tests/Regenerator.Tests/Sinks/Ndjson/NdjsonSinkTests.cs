using System.Text.Json;
using Regenerator.Proposals;
using Regenerator.Sinks.Ndjson;
using Regenerator.Testing;

namespace Regenerator.Tests.Sinks.Ndjson;

public sealed class NdjsonSinkTests : SinkContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("regenerator-ndjson-");

    private string Out => Path.Combine(folder.FullName, "deep", "proposals.ndjson");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    protected override ValueTask<IProposalSink> SinkAsync() => new(new NdjsonSink(new NdjsonOptions { File = Out }));

    protected override ValueTask<IProposalSink> FailingSinkAsync() => new(new NdjsonSink(new NdjsonOptions { File = folder.FullName }));

    protected override async ValueTask<IReadOnlyList<string>> ArrivedAsync() =>
        [.. (await File.ReadAllLinesAsync(Out, Ct)).Select(line => JsonElement.Parse(line).GetProperty("id").GetString()!)];

    [Fact]
    public async Task A_line_is_a_cloud_event_about_the_proposal()
    {
        await (await SinkAsync()).SubmitAsync(Some.Delivery(moment: Moment.NeedsAttention), Ct);

        var line = JsonElement.Parse(Assert.Single(await File.ReadAllLinesAsync(Out, Ct)));
        var proposal = Some.Proposal();
        Assert.Equal(
            ["1.0", $"{proposal.Id}/1/needsAttention", "/regenerator", "dev.regenerator.proposal.needsAttention", proposal.Id.ToString(), "2026-01-05T09:05:00+00:00", "application/json"],
            new[] { "specversion", "id", "source", "type", "subject", "time", "datacontenttype" }.Select(name => line.GetProperty(name).GetString()));
        var data = line.GetProperty("data");
        Assert.Equal(("open", "checkout-failing", "cfg-acme", 1), (data.GetProperty("state").GetString(), data.GetProperty("rule").GetString(), data.GetProperty("context").GetString(), data.GetProperty("revision").GetInt32()));
        Assert.Equal("blueprint shop", $"{data.GetProperty("scope").GetProperty("kind").GetString()} {data.GetProperty("scope").GetProperty("document").GetString()}");
        Assert.Equal(proposal.Revision.Digest, data.GetProperty("digest").GetString());
        Assert.Equal("checkout runs the safe workflow", Assert.Single(data.GetProperty("effect").EnumerateArray()).GetString());
        Assert.Equal("update_blueprint", data.GetProperty("proposal").GetProperty("actions")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_file_that_was_rotated_away_is_made_anew()
    {
        var sink = await SinkAsync();
        await sink.SubmitAsync(Some.Delivery(moment: Moment.Opened), Ct);
        File.Move(Out, Out + ".1");

        await sink.SubmitAsync(Some.Delivery(moment: Moment.Approved), Ct);

        Assert.EndsWith("/1/opened", (string?)JsonElement.Parse(await File.ReadAllTextAsync(Out + ".1", Ct)).GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("/1/approved", Assert.Single(await ArrivedAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_was_left_half_written_does_not_swallow_the_next()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Out)!);
        await File.WriteAllTextAsync(Out, """{"specversion":"1.0","id":"half""", Ct);

        await (await SinkAsync()).SubmitAsync(Some.Delivery(), Ct);

        var lines = await File.ReadAllLinesAsync(Out, Ct);
        Assert.Equal(2, lines.Length);
        Assert.Equal(Some.Delivery().Key, JsonElement.Parse(lines[1]).GetProperty("id").GetString());
    }

    [Fact]
    public void A_setting_that_can_not_be_is_refused_by_name()
    {
        Assert.Equal("ndjson: file is empty", Assert.Throws<ArgumentException>(() => new NdjsonSink(new NdjsonOptions { File = "" })).Message);
        Assert.StartsWith("out: source is «»", Assert.Throws<ArgumentException>(() => new NdjsonSink(new NdjsonOptions { Name = "out", File = "x", Source = "" })).Message, StringComparison.Ordinal);
    }
}
