using System.Diagnostics;
using Regenerator.Studio.Access;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Api;

/// <summary>How long an answer takes does not say whether there is something that is not theirs to see, however often it is asked for.</summary>
public sealed class TimingTests
{
    private const int Pairs = 400;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Promise", "S4")]
    public async Task What_is_not_theirs_takes_about_as_long_as_what_does_not_exist(bool api)
    {
        await using var server = await StudioServer.StartAsync();
        var (foreign, nobody) = ((await server.OpenAsync()).Id.ToString(), Some.Proposal("nobody's").Id.ToString());
        var (token, cookie) = (await server.TokenAsync(Role.Admin, "person:ann", "zeta"), server.SignIn(Role.Admin, "person:ann", "zeta"));
        Task<StudioServer.Reply> Ask(string id) => api ? server.SendAsync("GET", $"/proposals/{id}", token) : server.VisitAsync("GET", $"/proposals/{id}", cookie);
        for (var warm = 0; warm < 50; warm++) Assert.Equal((404, 404), ((await Ask(foreign)).Status, (await Ask(nobody)).Status));

        var (ofForeign, ofNobody) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            // Whichever comes second is a little warmer.
            foreach (var isForeign in pair % 2 == 0 ? [true, false] : new[] { false, true })
            {
                var begun = Stopwatch.GetTimestamp();
                await Ask(isForeign ? foreign : nobody);
                (isForeign ? ofForeign : ofNobody).Add(Stopwatch.GetElapsedTime(begun));
            }
        }

        var ratio = Median(ofForeign) / Median(ofNobody);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Median(ofForeign).TotalMicroseconds:0} µs to {Median(ofNobody).TotalMicroseconds:0} µs");
        Assert.InRange(ratio, 0.8, 1.25);
    }

    private static TimeSpan Median(List<TimeSpan> spans) => spans.Order().ElementAt(spans.Count / 2);
}
