using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Regenerator.Studio.Tests.Browsing.Chromium))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Regenerator.Studio.Tests.Browsing;

/// <summary>One browser for all tests; each test has its own window and cookies.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task<IPage> WindowAsync(int width = 1280, int height = 900, ColorScheme colours = ColorScheme.Light, bool scripts = true)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colours,
            JavaScriptEnabled = scripts,
            TimezoneId = "UTC",
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
