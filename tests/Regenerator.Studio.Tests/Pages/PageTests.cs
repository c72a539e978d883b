using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Regenerator.Studio.Tests.Browsing;
using static Microsoft.Playwright.Assertions;

namespace Regenerator.Studio.Tests.Pages;

/// <summary>What holds for every page.</summary>
public sealed class PageTests(Chromium chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_can_be_used_by_people_who_do_not_see_it_well(ColorScheme colours, int width)
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync(width, colours: colours));
        foreach (var (name, path) in (await Screenshots.PagesAsync(shop)).Append(("sign-in", "/sign-in")).Append(("edit", $"/proposals/{(await shop.FindAsync("Checkout")).Id}/edit")))
        {
            await page.GotoAsync(shop.Address + path);
            var serious = (await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{name}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}");
            Assert.True(!serious.Any(), string.Join("; ", serious));
        }
    }

    [Fact]
    public async Task No_page_is_wider_than_a_phone()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync(width: 390));
        foreach (var (name, path) in await Screenshots.PagesAsync(shop))
        {
            await page.GotoAsync(shop.Address + path);
            Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= 390, name);
        }
    }

    [Fact]
    public async Task What_strangers_wrote_stays_text_on_every_page()
    {
        var troubles = new Troubles { Stranger = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\"'></textarea>" };
        await using var shop = await Shop.OpenAsync(troubles);
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        foreach (var (name, path) in (await Screenshots.PagesAsync(shop)).Append(("edit", $"/proposals/{(await shop.FindAsync("Checkout")).Id}/edit")))
        {
            await page.GotoAsync(shop.Address + path);
            Assert.Equal(0, await page.Locator("main img, main script").CountAsync());
            Assert.Equal(0, await page.Locator("a[href^='javascript']").CountAsync());
            Assert.False((await page.TitleAsync()).StartsWith("owned", StringComparison.Ordinal), name);
        }

        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("<script>document.title='owned'</script>");
    }

    [Fact]
    public async Task No_page_breaks_the_policy_that_it_is_sent_with()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);
        foreach (var (name, path) in (await Screenshots.PagesAsync(shop)).Where(p => p.Name != "nothing").Append(("edit", $"/proposals/{(await shop.FindAsync("Checkout")).Id}/edit")))
        {
            await page.GotoAsync(shop.Address + path);
            if (name == "proposal") await page.GetByRole(AriaRole.Button, new() { Name = "Whole document" }).ClickAsync();
            if (name == "proposal") await Expect(page.Locator("#whole .cm-mergeView")).ToBeVisibleAsync();
        }

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_calm_shop_has_an_inbox_that_says_so()
    {
        await using var shop = await Shop.OpenAsync(new Troubles { AllIsWell = true });
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing waits for you" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Left alone" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Left alone" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_filter_is_part_of_the_address()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GetByLabel("Search").FillAsync("CHECKOUT");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync($"{shop.Address}/?find=CHECKOUT");
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await page.GetByLabel("Rule").SelectOptionAsync("product-list-slow");
        await Expect(page).ToHaveURLAsync($"{shop.Address}/?rule=product-list-slow");
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_inbox_is_narrowed_by_confidence_type_tenant_and_text_and_says_how_much_is_left()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        var (lines, all) = (page.Locator("[data-row]"), await page.Locator("[data-row]").CountAsync());
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "States" }).GetByRole(AriaRole.Link).First).ToHaveTextAsync($"Open{all}");

        var checkout = (await shop.FindAsync("Checkout")).Revision.Proposal;
        await page.GetByLabel("Confidence").SelectOptionAsync(checkout.Confidence.ToString().ToLowerInvariant());
        await Expect(page).ToHaveURLAsync($"{shop.Address}/?confidence={checkout.Confidence.ToString().ToLowerInvariant()}");
        await page.GetByLabel("What it is about").SelectOptionAsync(checkout.Target.SpecType);
        await page.GetByLabel("Search").FillAsync("checkout");
        await page.Keyboard.PressAsync("Enter");
        await Expect(lines).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "States" }).GetByRole(AriaRole.Link).First).ToHaveTextAsync("Open1");

        await page.GetByText("More filters").ClickAsync();
        await page.GetByLabel("Tenant").FillAsync("nobody");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing fits" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Tenant")).ToHaveValueAsync("nobody");
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear", Exact = true }).ClickAsync();
        await Expect(lines).ToHaveCountAsync(all);
    }

    [Fact]
    public async Task What_happened_is_narrowed_and_taken_along_as_a_file()
    {
        await using var shop = await Shop.OpenAsync();
        var proposal = await shop.FindAsync("Checkout");
        await shop.Reviewer.RejectAsync(proposal.Id, "not now", null, "person:ada", Shop.Ct);
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/activity");
        await page.GetByLabel("What happened").SelectOptionAsync("rejected");
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Events" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await page.GetByLabel("to", new() { Exact = true }).FillAsync("2026-11-20");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Expect(page.GetByText("rejected it: not now")).ToBeVisibleAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());

        Assert.Equal("activity.csv", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!, Shop.Ct);
        Assert.Equal(2, lines.Length);
        Assert.Contains($"\"person:ada\",\"rejected\",\"{proposal.Id}\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_became_of_a_decision_stays_until_it_can_have_been_read()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.Clock.InstallAsync();
        await page.GotoAsync($"{shop.Address}/freezes");
        await page.GetByLabel("Why").FillAsync("Christmas sale");
        await page.GetByRole(AriaRole.Button, new() { Name = "Freeze" }).ClickAsync();
        var told = page.Locator("[data-told]");
        await Expect(told).ToBeVisibleAsync();

        await LookAsync();
        await shop.Reviewer.RejectAsync((await shop.FindAsync("Checkout")).Id, "not now", null, "person:bob", Shop.Ct); // the frame counts one less
        await LookAsync();
        await Expect(told).ToBeVisibleAsync();

        await page.Clock.FastForwardAsync("00:20");
        await shop.Reviewer.RejectAsync((await shop.FindAsync("wishlist")).Id, "not now", null, "person:bob", Shop.Ct);
        await LookAsync();
        await Expect(told).ToHaveCountAsync(0);

        Task LookAsync() => page.RunAndWaitForResponseAsync(() => page.Clock.FastForwardAsync("00:04"), answer => answer.Url == page.Url);
    }

    [Fact]
    public async Task On_a_phone_the_place_where_one_is_can_be_seen_and_words_do_not_run_into_each_other()
    {
        await using var shop = await Shop.OpenRichAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync(width: 390));
        await page.GotoAsync($"{shop.Address}/activity");

        await Expect(page.Locator(".places [aria-current]")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(page.GetByText("person:bob approved")).ToBeVisibleAsync();
        await page.GotoAsync($"{shop.Address}/contexts");
        Assert.True(await page.EvaluateAsync<bool>("() => [...document.querySelectorAll('.table-scroll')].every(t => t.scrollWidth <= t.clientWidth)"));
    }

    [Fact]
    public async Task Whoever_chooses_a_line_sees_what_can_be_done_with_it()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.SetViewportSizeAsync(1280, 380);
        await Expect(page.GetByText("Decide about several")).Not.ToBeInViewportAsync();

        await page.Locator("input[name=item]").First.CheckAsync();

        await Expect(page.GetByText("Decide about several")).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Fact]
    public async Task On_a_phone_the_decision_is_one_tap_away_from_everywhere()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync(width: 390));
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");
        await page.Locator("#change").ScrollIntoViewIfNeededAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Decide" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_freeze_is_set_shown_at_the_decision_and_ended()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/freezes");
        await page.GetByLabel("Why").FillAsync("Christmas sale");
        await page.GetByRole(AriaRole.Button, new() { Name = "Freeze" }).ClickAsync();
        await Expect(page.GetByText("in force")).ToBeVisibleAsync();
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");
        await Expect(page.GetByText("Frozen: person:ada has frozen everything")).ToBeVisibleAsync();
        await page.GotoAsync($"{shop.Address}/freezes");
        await page.GetByText("End it …").ClickAsync();
        await page.GetByLabel("Why it ends").FillAsync("Sold out");
        await page.GetByRole(AriaRole.Button, new() { Name = "End it now" }).ClickAsync();

        await Expect(page.GetByText("person:ada ended it: Sold out")).ToBeVisibleAsync();
    }
}
