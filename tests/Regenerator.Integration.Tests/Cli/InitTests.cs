namespace Regenerator.Integration.Tests.Cli;

public sealed class InitTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<InitTests>();

    [Fact]
    public async Task The_first_workspace_runs_as_it_is()
    {
        Assert.Contains("regenerator serve first", (await folder.RunAsync("init", "first")).Ended(0).Out, StringComparison.Ordinal);
        var before = folder.Files();
        (await folder.RunAsync("check", "first")).Ended(0);
        Assert.Equal(before, folder.Files());

        await Clock.AwayFromTheEndOfAsync(TimeSpan.FromMinutes(5)); // the example has been told by then
        var pass = (await folder.RunAsync("serve", "first", "--once", "--output", "json")).Ended(0).Json;

        Assert.NotEmpty(pass.GetProperty("opened").EnumerateArray());
        Assert.Empty(pass.GetProperty("faults").EnumerateArray());
    }

    public void Dispose() => folder.Dispose();
}
