using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Storage;

public sealed class StoreFileTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_has_a_header_with_its_format_first_and_an_end_last()
    {
        var lines = await LinesAsync();

        Assert.StartsWith("""{"kind":"store","store":{"id":""", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"format\":\"regenerator.store/1\"", lines[0], StringComparison.Ordinal);
        var digest = Hash.OfBytes(Encoding.UTF8.GetBytes(string.Concat(lines[..^1].Select(line => $"{line}\n"))));
        Assert.Equal($$"""{"kind":"end","lines":{{lines.Length - 1}},"digest":"{{digest}}"}""", lines[^1]);
    }

    [Theory]
    [InlineData("not an export", "line 1: it is no export of a store")]
    [InlineData("", "line 1: the file ends too early")]
    [InlineData("""{"kind":"context","contextId":"cfg-acme","epoch":1}""", "line 1: it is no export of a store: the header is missing")]
    [InlineData("""{"kind":"store","format":"regenerator.store/2","store":{"id":"x","epoch":1}}""", "line 1: its format is «regenerator.store/2», this program knows «regenerator.store/1»")]
    public async Task What_is_no_export_is_refused(string text, string message) => Assert.Equal($"file, {message}", await RefusalAsync(text));

    [Fact]
    public async Task A_line_that_can_not_be_read_is_named() => Assert.StartsWith("file, line 3: it can not be read: ", await RefusalAsync(lines => lines[2] = "{\"kind\":\"song\"}"), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_was_cut_off_between_two_lines_is_refused()
    {
        var whole = await LinesAsync();

        Assert.Equal($"file, line {whole.Length}: the file ends too early", await RefusalAsync(string.Join('\n', whole[..^1])));
        Assert.Equal($"file, line {whole.Length - 1}: {whole.Length - 1} lines were written, {whole.Length - 2} are there", await RefusalAsync(string.Join('\n', [.. whole[..1], .. whole[2..]])));
    }

    [Fact]
    [Trait("Promise", "S11")]
    public async Task Whichever_line_of_a_history_is_dropped_or_doubled_it_is_refused()
    {
        var whole = await LinesAsync();
        for (var at = 0; at < whole.Length - 1; at++)
        {
            if (!whole[at].StartsWith("{\"kind\":\"event\"", StringComparison.Ordinal)) continue;
            Assert.StartsWith($"file, line {at + 1}: proposal ", await RefusalAsync(string.Join('\n', [.. whole[..at], .. whole[(at + 1)..]])), StringComparison.Ordinal);
            Assert.StartsWith($"file, line {at + 2}: proposal ", await RefusalAsync(string.Join('\n', [.. whole[..at], whole[at], .. whole[at..]])), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Promise", "S11")]
    public async Task Whichever_line_has_other_words_in_it_is_not_taken()
    {
        var whole = await LinesAsync();
        for (var at = 1; at < whole.Length; at++)
            Assert.StartsWith("file, line ", await RefusalAsync(lines => lines[at] = Other(lines[at])), StringComparison.Ordinal);

        // One letter or digit, where nothing but the digest of all lines may notice it.
        static string Other(string line)
        {
            var last = line.LastIndexOfAny([.. "abcdefghijklm012345678"]);
            return $"{line[..last]}{(char)(line[last] + 1)}{line[(last + 1)..]}";
        }
    }

    [Fact]
    public async Task Evidence_that_can_not_be_read_is_named_by_its_line() =>
        Assert.StartsWith(
            "file, line 4: it can not be read: a window ends after it starts",
            await RefusalAsync(lines => lines[3] = $$"""{"kind":"evidence","id":"x","json":{{JsonSerializer.Serialize(Backwards())}}}"""),
            StringComparison.Ordinal);

    private static string Backwards()
    {
        var evidence = JsonNode.Parse(Persisted.Write(Some.Evidence(), RegeneratorJson.Default.Evidence))!;
        (evidence["window"]!["since"], evidence["window"]!["until"]) = (evidence["window"]!["until"]!.DeepClone(), evidence["window"]!["since"]!.DeepClone());
        return evidence.ToJsonString();
    }

    private static async Task<string[]> LinesAsync()
    {
        await using var store = new InMemoryStore();
        var proposal = Some.Proposal();
        var open = new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = ["cfg-acme"], Evidence = [Some.Evidence()] };
        await store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", 0, [])], Changes = [open] }, Ct);
        await store.DecideAsync(proposal.Id, Some.Edit(proposal), Ct);
        await store.DecideAsync(proposal.Id, Some.Refusal(), Ct);
        using var stream = new MemoryStream();
        await StoreFile.WriteAsync(stream, store.ExportAsync(Ct), Ct);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
    }

    private static async Task<string> RefusalAsync(Action<string[]> change)
    {
        var lines = await LinesAsync();
        change(lines);
        return await RefusalAsync(string.Join('\n', lines));
    }

    private static async Task<string> RefusalAsync(string text) =>
        (await Assert.ThrowsAsync<StoreException>(async () => await StoreFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "file", Ct).ToListAsync(Ct))).Message;
}
