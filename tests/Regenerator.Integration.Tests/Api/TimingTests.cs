using System.Diagnostics;
using System.Globalization;
using Regenerator.Studio.Access;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Api;

/// <summary>How long an answer takes does not say whether there is something that is not theirs to see, however often it is asked for.</summary>
public sealed class TimingTests
{
    private const int Pairs = 400;

    // A busy machine can make any one round lie; what an answer really tells by its time, every round shows.
    private const int Rounds = 5;

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

        var ratios = new List<double>();
        do ratios.Add(await RatioAsync(() => Ask(foreign), () => Ask(nobody)));
        while (!IsAboutOne(ratios[^1]) && ratios.Count < Rounds);

        var seen = string.Join(", ", ratios.Select(r => r.ToString("0.00", CultureInfo.InvariantCulture)));
        TestContext.Current.TestOutputHelper?.WriteLine(seen);
        Assert.True(IsAboutOne(ratios[^1]), $"what is not theirs takes so many times as long: {seen}");
    }

    private static bool IsAboutOne(double ratio) => ratio is >= 0.87 and <= 1.15;

    /// <summary>How many times as long the one takes as the other: of pairs, as both of a pair find the machine equally busy.</summary>
    private static async Task<double> RatioAsync(Func<Task> one, Func<Task> other)
    {
        var ratios = new double[Pairs];
        for (var pair = 0; pair < Pairs; pair++)
        {
            // Whichever comes second is a little warmer.
            var (first, second) = pair % 2 == 0 ? (one, other) : (other, one);
            var (ofFirst, ofSecond) = (await TimeAsync(first), await TimeAsync(second));
            ratios[pair] = pair % 2 == 0 ? ofFirst / ofSecond : ofSecond / ofFirst;
        }

        return ratios.Order().ElementAt(Pairs / 2);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> ask)
    {
        var begun = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(begun);
    }
}
