using System.Text;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Testing;

namespace Regenerator.Tests.Execution;

public sealed class FileSpecStoreTests : IDisposable
{
    private static readonly byte[] New = Encoding.UTF8.GetBytes(TempWorkspace.Acme.Replace("1.0.0", "1.0.1"));

    private readonly TempWorkspace workspace = new();
    private readonly string outside = Directory.CreateTempSubdirectory("regenerator-outside-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        workspace.Dispose();
        Directory.Delete(outside, recursive: true);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\\\..\\\\secrets")]
    [InlineData("\\\\\\\\server\\\\share\\\\x")]
    [InlineData("C:\\\\Windows\\\\x")]
    [InlineData("a\\u0000b")]
    [InlineData("CON")]
    [InlineData("aux.json")]
    [InlineData("．．／．．／x")]
    [InlineData("..%2f..%2fx")]
    [InlineData(".")]
    [InlineData("~root")]
    public async Task An_id_never_becomes_a_path(string idAsJson)
    {
        workspace.Write("tenants/acme.json", TempWorkspace.Acme.Replace("cfg-acme", idAsJson));
        var document = (await workspace.ContextAsync()).TenantDocument;

        var history = await workspace.Specs.KeepAsync(document, Ct);
        var written = await workspace.Specs.WriteAsync(document, Encoding.UTF8.GetBytes(workspace.Read().Replace("1.0.0", "1.0.1")), Ct);
        var candidates = workspace.Specs.MakeCandidateFolder(document.Id);

        Assert.IsType<SpecWrite.Written>(written);
        Assert.Matches("^acme-[0-9a-f]{8}/0001-[0-9a-f]{16}\\.json$", history);
        Assert.Equal(workspace.PathOf(".regenerator/candidates"), Path.GetDirectoryName(candidates));
        Assert.Matches("^[0-9a-f]{16}$", Path.GetFileName(candidates));
        Assert.Equal(["shop.json", "tenants/acme.json"], workspace.Files());
    }

    [Fact]
    public async Task A_document_outside_of_the_workspace_is_refused()
    {
        foreach (var path in (string[])[Path.Combine(outside, "x.json"), "../x.json", workspace.Root + "-twin/x.json"])
            Assert.Contains("outside the workspace", await RefusalAsync(workspace.Document(path)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public async Task A_linked_folder_or_file_on_the_way_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(outside, "acme.json"), TempWorkspace.Acme, Ct);
        Directory.CreateSymbolicLink(workspace.PathOf("linked"), outside);
        File.CreateSymbolicLink(workspace.PathOf("tenants/link.json"), Path.Combine(outside, "acme.json"));

        Assert.Contains("can not be opened as a real folder", await RefusalAsync(workspace.Document("linked/acme.json")), StringComparison.Ordinal);
        Assert.Contains("is a link", await RefusalAsync(workspace.Document("tenants/link.json")), StringComparison.Ordinal);
        Assert.Equal(TempWorkspace.Acme, await File.ReadAllTextAsync(Path.Combine(outside, "acme.json"), Ct));
        Assert.Single(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public async Task Our_own_folder_as_a_link_leads_nowhere()
    {
        var document = (await workspace.ContextAsync()).TenantDocument;
        Directory.CreateSymbolicLink(workspace.PathOf(".regenerator"), outside);

        await Assert.ThrowsAsync<IOException>(() => workspace.Specs.KeepAsync(document, Ct));
        Assert.Throws<IOException>(() => workspace.Specs.MakeCandidateFolder("x"));
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public async Task A_workspace_that_is_reached_by_a_link_is_the_same_workspace()
    {
        var link = Path.Combine(outside, "workspace");
        Directory.CreateSymbolicLink(link, workspace.Root);
        var document = (await workspace.ContextAsync()).TenantDocument;

        Assert.IsType<SpecWrite.Written>(await new FileSpecStore(link).WriteAsync(document, New, Ct));
    }

    [Fact]
    public async Task A_folder_that_is_swapped_for_a_link_meanwhile_does_not_lead_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the way is checked once");
        var (real, aside) = (workspace.PathOf("tenants"), workspace.PathOf("aside"));
        await File.WriteAllTextAsync(Path.Combine(outside, "acme.json"), TempWorkspace.Acme, Ct);
        var document = workspace.Document("tenants/acme.json");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var swapper = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    Directory.Move(real, aside);
                    Directory.CreateSymbolicLink(real, outside);
                    File.Delete(real);
                    Directory.Move(aside, real);
                    Thread.SpinWait(20_000); // long enough for some writes to find the folder as it was
                }
            },
            Ct);

        var written = 0;
        for (var round = 0; round < 300; round++)
        {
            var bytes = round % 2 == 0 ? New : Encoding.UTF8.GetBytes(TempWorkspace.Acme);
            if (await workspace.Specs.WriteAsync(document, bytes, Ct) is not SpecWrite.Written now) continue;
            document = now.Document;
            written++;
        }

        await stop.CancelAsync();
        await swapper;
        Assert.True(written > 0);
        Assert.Equal(TempWorkspace.Acme, await File.ReadAllTextAsync(Path.Combine(outside, "acme.json"), Ct));
        Assert.Equal(["acme.json"], Directory.GetFileSystemEntries(outside).Select(Path.GetFileName));
        Assert.True(File.ReadAllBytes(workspace.Tenant).AsSpan().SequenceEqual(document.Bytes.Span));
    }

    [Fact]
    public async Task A_document_that_was_changed_since_it_was_read_is_not_written()
    {
        var document = (await workspace.ContextAsync()).TenantDocument;
        var theirs = TempWorkspace.Acme + "\n";
        workspace.Write("tenants/acme.json", theirs);

        Assert.Contains("was changed since it was read", Assert.IsType<SpecWrite.Moved>(await workspace.Specs.WriteAsync(document, New, Ct)).Reason, StringComparison.Ordinal);
        Assert.Equal(theirs, workspace.Read());
        File.Delete(workspace.Tenant);
        Assert.IsType<SpecWrite.Moved>(await workspace.Specs.WriteAsync(document, New, Ct));
        Assert.False(File.Exists(workspace.Tenant));
    }

    [Fact]
    public async Task The_permissions_of_the_file_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are none");
        var document = (await workspace.ContextAsync()).TenantDocument;
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(workspace.Tenant, Mode);

        await workspace.Specs.WriteAsync(document, New, Ct);

        Assert.Equal(Mode, OperatingSystem.IsWindows() ? Mode : File.GetUnixFileMode(workspace.Tenant));
    }

    [Fact]
    public async Task Old_versions_are_kept_once_each_with_number_and_digest()
    {
        var first = (await workspace.ContextAsync()).TenantDocument;
        var second = first.With(New);

        string[] names = [await workspace.Specs.KeepAsync(first, Ct), await workspace.Specs.KeepAsync(first, Ct), await workspace.Specs.KeepAsync(second, Ct), await workspace.Specs.KeepAsync(first, Ct)];

        Assert.Equal(names[0], names[1]);
        Assert.Equal(["0001", "0002", "0003"], names.Distinct(StringComparer.Ordinal).Select(n => Path.GetFileName(n)[..4]));
        Assert.All(names.Zip([first, first, second, first]), n => Assert.Contains(Hash.OfBytes(n.Second.Bytes.Span)[..16], n.First, StringComparison.Ordinal));
        Assert.Equal(New, await workspace.Specs.ReadHistoryAsync(names[2], Ct));
    }

    [Theory]
    [InlineData("../../shop.json")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    public async Task The_history_is_read_only_within_itself(string name)
    {
        await workspace.Specs.KeepAsync((await workspace.ContextAsync()).TenantDocument, Ct);

        await Assert.ThrowsAsync<IOException>(() => workspace.Specs.ReadHistoryAsync(name, Ct));
    }

    [Fact]
    public async Task What_a_crash_left_beside_the_document_is_cleaned_up_and_nothing_else()
    {
        var document = (await workspace.ContextAsync()).TenantDocument;
        workspace.Write("tenants/.acme.json.regenerator-01234567.tmp", "half");
        workspace.Write("tenants/.other.json.regenerator-01234567.tmp", "theirs");

        await workspace.Specs.WriteAsync(document, New, Ct);

        Assert.Equal(["shop.json", "tenants/.other.json.regenerator-01234567.tmp", "tenants/acme.json"], workspace.Files());
    }

    [Fact]
    public async Task A_name_that_looks_like_a_pattern_does_not_clean_up_after_others()
    {
        workspace.Write("tenants/*.json", TempWorkspace.Acme);
        workspace.Write("tenants/.other.json.regenerator-01234567.tmp", "theirs");

        Assert.IsType<SpecWrite.Written>(await workspace.Specs.WriteAsync(workspace.Document("tenants/*.json"), New, Ct));

        Assert.Equal("theirs", workspace.Read("tenants/.other.json.regenerator-01234567.tmp"));
    }

    [Fact]
    public async Task Names_that_differ_by_case_only_have_histories_of_their_own()
    {
        workspace.Write("tenants/ACME.json", TempWorkspace.Acme);
        Assert.SkipUnless(workspace.Files().Contains("tenants/acme.json"), "this file system folds case");

        var (upper, lower) = (await workspace.Specs.KeepAsync(workspace.Document("tenants/ACME.json"), Ct), await workspace.Specs.KeepAsync(workspace.Document("tenants/acme.json"), Ct));
        await workspace.Specs.WriteAsync(workspace.Document("tenants/ACME.json"), New, Ct);

        Assert.NotEqual(Path.GetDirectoryName(upper)!.ToUpperInvariant(), Path.GetDirectoryName(lower)!.ToUpperInvariant());
        Assert.Equal(TempWorkspace.Acme, workspace.Read("tenants/acme.json"));
    }

    [Fact]
    public async Task A_place_where_no_file_can_be_made_is_refused_in_one_line()
    {
        // Beside a name of this length there is no room for ours.
        var name = $"tenants/{new string('n', 245)}.json";
        workspace.Write(name, TempWorkspace.Acme);

        var reason = await RefusalAsync(workspace.Document(name));

        Assert.DoesNotContain('\n', reason);
        Assert.Equal(TempWorkspace.Acme, workspace.Read(name));
    }

    [Fact]
    public async Task Yaml_and_code_are_refused()
    {
        var yaml = SpecDocument.Read(SpecKind.Tenant, SpecPlace.File(workspace.Write("tenants/acme.yaml", "meta: { tenantId: acme, version: 1 }")), "meta: { tenantId: acme, version: 1 }"u8.ToArray());

        Assert.Contains("YAML", await RefusalAsync(yaml), StringComparison.Ordinal);
        Assert.Contains("built by code", await RefusalAsync(SpecDocument.InCode(Some.Tenant())), StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync(SpecDocument document) => Assert.IsType<SpecWrite.Refused>(await workspace.Specs.WriteAsync(document, New, Ct)).Reason;
}
