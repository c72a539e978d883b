using System.Text;
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
        Assert.Equal($$"""{"kind":"end","lines":{{lines.Length - 1}}}""", lines[^1]);
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
