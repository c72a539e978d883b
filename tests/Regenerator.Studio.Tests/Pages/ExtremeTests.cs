using Microsoft.Playwright;
using Regenerator.Studio.Access;
using Regenerator.Studio.Tests.Browsing;
using static Microsoft.Playwright.Assertions;

namespace Regenerator.Studio.Tests.Pages;

/// <summary>What nobody expects: names without an end, other directions of writing, a hundred tenants in one line, documents of megabytes, a store that goes away.</summary>
public sealed class ExtremeTests(Chromium chromium)
{
    // As the pictures of the documentation: written where it says, else only looked at.
    private static readonly string? Folder = Environment.GetEnvironmentVariable("REGENERATOR_SCREENSHOTS");

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Whatever_is_written_no_page_is_wider_than_its_window(int width, ColorScheme colours)
    {
        await using var shop = await Shop.OpenAsync(new Troubles { Stranger = Extremes.Words });
        await Extremes.FillAsync(shop);
        var page = await shop.SignInAsync(await chromium.WindowAsync(width, colours: colours));
        foreach (var (name, path) in await Extremes.PagesAsync(shop))
        {
            await page.GotoAsync(shop.Address + path);
            foreach (var details in await page.Locator("main details").AllAsync()) await details.EvaluateAsync("d => d.open = true");
            await PhotographAsync(page, $"{name}-{width}");
            var wide = await page.EvaluateAsync<string>(
                "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest('.table-scroll, .tabs, .places, pre, [data-canvas], .diff, studio-editor')).map(e => e.tagName + '.' + e.className).slice(0, 5).join(' ')");
            Assert.True(wide.Length == 0, $"{path} at {width}: {wide}");
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{path} at {width} scrolls sideways");
        }
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_store_that_goes_away_leaves_what_is_on_the_screen_and_says_that_it_is_from_before(int width)
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync(width));
        await page.Clock.InstallAsync();
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");
        shop.TakeStoreAway();

        await LookAsync();

        await Expect(page.Locator("body.is-alone")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Checkout converts too little" })).ToBeVisibleAsync();
        await PhotographAsync(page, $"away-{width}");
        Assert.Equal(503, (await page.GotoAsync(shop.Address))!.Status);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The store does not answer" })).ToBeVisibleAsync();
        await PhotographAsync(page, $"away-page-{width}");

        Task LookAsync() => page.RunAndWaitForResponseAsync(() => page.Clock.FastForwardAsync("00:04"), answer => answer.Url == page.Url);
    }

    [Fact]
    public async Task Whoever_is_signed_out_meanwhile_is_told_where_they_read()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.Clock.InstallAsync();
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");
        await Expect(page.GetByText("Your session has ended")).ToBeHiddenAsync();
        await page.Context.ClearCookiesAsync();

        await page.RunAndWaitForResponseAsync(() => page.Clock.FastForwardAsync("00:04"), answer => answer.Url == page.Url);

        await Expect(page.GetByText("Your session has ended")).ToBeVisibleAsync();
        await PhotographAsync(page, "signed-out");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await Expect(page.GetByText("You are not signed in")).ToBeVisibleAsync();
        await PhotographAsync(page, "sign-in");
    }

    [Fact]
    public async Task What_is_very_long_is_shown_by_its_beginning_and_whole_to_whoever_wants_it()
    {
        await using var shop = await Shop.OpenAsync();
        await Extremes.FillAsync(shop);
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync(shop.Address + (await Extremes.PagesAsync(shop)).Single(p => p.Name == "many").Path);
        var said = page.Locator(".said");
        await PhotographAsync(page, "long");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Evidence" })).ToBeVisibleAsync();
        await Expect(said.Locator("details[open]")).ToHaveCountAsync(0);

        await said.GetByText("more characters").ClickAsync();

        Assert.Contains(Extremes.Long[^200..], await said.InnerTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_document_of_megabytes_is_compared_and_edited(int width)
    {
        await using var shop = await Shop.OpenAsync();
        shop.Enlarge("tenants/nordwind.json", 2_000_000);
        var page = await shop.SignInAsync(await chromium.WindowAsync(width));
        var path = $"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}";
        Assert.Equal(200, (await page.GotoAsync(path))!.Status);
        await page.GetByRole(AriaRole.Button, new() { Name = "Whole document" }).ClickAsync();
        await Expect(page.Locator("#whole studio-editor")).ToBeVisibleAsync();
        await PhotographAsync(page, $"large-{width}");
        await page.Locator("#whole").EvaluateAsync("w => w.scrollIntoView()");
        await page.WaitForFunctionAsync("""
            () => {
              const editor = document.querySelector('#whole studio-editor').shadowRoot.querySelector('.cm-editor');
              const top = e => e.getBoundingClientRect().top;
              const numbers = [...editor.querySelectorAll('.cm-lineNumbers .cm-gutterElement')].slice(1, 11).map(top);
              const lines = [...editor.querySelectorAll('.cm-line')].slice(0, 10).map(top);
              return lines.length === 10 && lines.every((line, n) => Math.abs(line - numbers[n]) < 3);
            }
            """); // numbers stand beside their lines, also where those are wrapped
        Assert.True(await page.Locator("#whole").EvaluateAsync<bool>("w => w.getBoundingClientRect().height < 3000"), "two megabytes are scrolled in their place");
        Assert.Equal(200, (await page.GotoAsync($"{path}/edit"))!.Status);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public async Task Where_there_is_nothing_every_page_says_so(int width, ColorScheme colours)
    {
        await using var shop = await Shop.OpenAsync(new Troubles { AllIsWell = true }, passes: 0, Role.Viewer);
        var page = await shop.SignInAsync(await chromium.WindowAsync(width, colours: colours));
        foreach (var name in (string[])["", "left-alone", "rules", "providers", "activity", "freezes", "tokens", "nothing"])
        {
            await page.GotoAsync($"{shop.Address}/{name}");
            await PhotographAsync(page, $"empty-{(name.Length == 0 ? "inbox" : name)}-{width}");
            Assert.True((await page.Locator("main").InnerTextAsync()).Length > 20, $"/{name} says nothing");
            await Expect(page.GetByText("Every rule could look")).ToBeHiddenAsync();
        }
    }

    private static async Task PhotographAsync(IPage page, string name)
    {
        if (Folder is not null) await File.WriteAllBytesAsync(Path.Combine(Folder, $"extreme-{name}.png"), await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true }), Shop.Ct);
    }
}
