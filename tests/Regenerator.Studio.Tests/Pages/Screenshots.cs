using Microsoft.Playwright;
using Regenerator.Storage;
using Regenerator.Studio.Tests.Browsing;

namespace Regenerator.Studio.Tests.Pages;

/// <summary>Pictures of the pages for the documentation: written where REGENERATOR_SCREENSHOTS says, else only taken.</summary>
public sealed class Screenshots(Chromium chromium)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("REGENERATOR_SCREENSHOTS");

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task Every_page_can_be_photographed(string colours, int width)
    {
        await using var shop = await Shop.OpenRichAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync(width, colours: colours == "dark" ? ColorScheme.Dark : ColorScheme.Light));
        foreach (var (name, path) in await PagesAsync(shop))
        {
            await page.GotoAsync(shop.Address + path);
            await page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-canvas]')].every(c => c.querySelector('canvas'))");
            var picture = await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true });
            Assert.NotEmpty(picture);
            if (Folder is not null) await File.WriteAllBytesAsync(Path.Combine(Folder, $"studio-{name}-{(width < 600 ? "phone-" : "")}{colours}.png"), picture, Shop.Ct);
        }
    }

    private static async Task<string> BlueprintAsync(Shop shop) =>
        await shop.Store.AllAsync(new ProposalQuery { Limit = 1000 }, Shop.Ct).FirstOrDefaultAsync(p => !p.Scope.TenantScoped, Shop.Ct) is { } shared ? $"/proposals/{shared.Id}" : "/";

    public static async Task<(string Name, string Path)[]> PagesAsync(Shop shop) =>
    [
        ("inbox", "/"), ("proposal", $"/proposals/{(await shop.FindAsync("Checkout")).Id}"), ("item", $"/proposals/{(await shop.FindAsync("productList")).Item}"), ("unified", $"/proposals/{(await shop.FindAsync("wishlist")).Id}?diff=unified"),
        ("blueprint", await BlueprintAsync(shop)), ("empty", "/?state=snoozed"), ("left-alone", "/left-alone"), ("contexts", "/contexts"), ("rules", "/rules"), ("providers", "/providers"), ("activity", "/activity"), ("freezes", "/freezes"), ("tokens", "/tokens"), ("nothing", "/nothing"),
    ];
}
