using Microsoft.Playwright;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Tests.Browsing;
using static Microsoft.Playwright.Assertions;

namespace Regenerator.Studio.Tests.Deciding;

/// <summary>What a reviewer sees around a proposal.</summary>
public sealed class BackgroundTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Figures_over_time_stand_beside_the_limit_the_usual_value_the_others_and_what_was_applied(bool scripts)
    {
        await using var shop = await Shop.OpenRichAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync(scripts: scripts));
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");

        var chart = page.Locator("figure.chart");
        await Expect(chart.GetByRole(AriaRole.List, new() { Name = "Lines" })).ToHaveTextAsync("nordwindthe rule's limit: at least 3 %usual: 6.1 %3 others left alone, the median: 5.8 %");
        var marks = chart.GetByRole(AriaRole.List, new() { Name = "What was done in that time" }).GetByRole(AriaRole.Listitem);
        await Expect(marks).ToHaveCountAsync(2);
        await Expect(marks.Nth(0)).ToContainTextAsync("proposed");
        await Expect(marks.Nth(1).GetByRole(AriaRole.Link)).ToHaveTextAsync("applied «Feature «wishlist» is hardly used»: version 41 → 42");
        await chart.GetByText("Figures", new() { Exact = true }).ClickAsync();
        await Expect(chart.Locator("tbody tr")).ToHaveCountAsync(15);
        await Expect(chart.Locator("tbody tr").First).ToContainTextAsync("3 %6.1 %5.8 % of 3");
        if (scripts) await Expect(chart.Locator("canvas")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_new_window_is_drawn_without_reloading()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");
        await Expect(page.Locator("figure.chart figcaption")).ToContainTextAsync("6 windows");
        await page.EvaluateAsync("() => document.querySelector('[data-canvas] canvas').dataset.old = ''");

        await shop.PassAsync();

        await Expect(page.Locator("figure.chart figcaption")).ToContainTextAsync("7 windows", new() { Timeout = 15_000 });
        await Expect(page.Locator("[data-canvas] canvas")).ToHaveCountAsync(1);
        await Expect(page.Locator("canvas[data-old]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Errors_are_groups_with_counts_and_lead_to_their_source()
    {
        await using var shop = await Shop.OpenRichAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Search by meaning")).Id}");

        var first = page.GetByRole(AriaRole.Region, new() { Name = "Errors" }).Locator("tbody tr").First;
        await Expect(first).ToContainTextAsync("SEARCH-7 runtime");
        await Expect(first.Locator(".number")).ToHaveTextAsync("3,120");
        await Expect(first).ToContainTextAsync("release=search 5.1.0");
        await Expect(first.GetByRole(AriaRole.Link, new() { Name = "see it at the source" })).ToHaveAttributeAsync("href", "https://errors.example/groups/SEARCH-7?tenant=brotzeit");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whom_a_change_of_the_blueprint_reaches_is_counted_and_found(bool scripts)
    {
        await using var shop = await Shop.OpenRichAsync();
        var shared = await shop.FindAsync("Search by meaning");
        var page = await shop.SignInAsync(await chromium.WindowAsync(scripts: scripts));
        await page.GotoAsync($"{shop.Address}/proposals/{shared.Id}");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Whom it reaches" })).ToContainTextAsync("3 change1 immune: an override of their own");
        await page.GetByLabel("Find a tenant").FillAsync("VELA");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();

        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("featureFlags[new-search] switches it on");
        await page.GetByRole(AriaRole.Link, new() { Name = "change", Exact = false }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nobody fits" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_validation_would_say_and_what_it_says_already_are_told_apart()
    {
        await using var shop = await Shop.OpenRichAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");

        var effect = page.GetByRole(AriaRole.Region, new() { Name = "The effect" });
        await Expect(effect).ToContainTextAsync("introduces REDUNDANT_OVERRIDE");
        await Expect(effect.Locator("summary")).ToContainTextAsync("there before and stays");
        await Expect(effect).ToContainTextAsync("no registries are configured");
    }

    [Fact]
    public async Task An_item_tells_the_history_of_all_its_tenants_once_and_a_comment_is_said_of_each()
    {
        await using var shop = await Shop.OpenAsync();
        var item = (await shop.FindAsync("productList")).Item;
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/proposals/{item}");
        var history = page.GetByRole(AriaRole.Region, new() { Name = "History" });
        await Expect(history.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await Expect(history).ToContainTextAsync("rule:product-list-slow opened it for brotzeit, hansen");

        await page.Keyboard.PressAsync("c");
        await page.Keyboard.InsertTextAsync("Three tickets.\n<b>Since noon.</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Say it" }).ClickAsync();

        await Expect(history.Locator(".comment")).ToHaveTextAsync("Three tickets.\n<b>Since noon.</b>", new() { UseInnerText = true });
        await Expect(history.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        var said = await shop.Store.AllAsync(new ProposalQuery { Item = item }, Shop.Ct).SelectMany(async (p, ct) => (await shop.Store.GetAsync(p.Id, ct))!.History.OfType<ProposalEvent.Commented>()).ToListAsync(Shop.Ct);
        Assert.Equal(["Three tickets.\n<b>Since noon.</b>", "Three tickets.\n<b>Since noon.</b>"], said.Select(c => c.Text));
    }

    [Fact]
    public async Task Whoever_may_only_look_reads_comments_and_writes_none()
    {
        await using var shop = await Shop.OpenAsync(role: Studio.Access.Role.Viewer);
        var proposal = await shop.FindAsync("Checkout");
        await shop.Reviewer.CommentAsync([proposal.Id], "Support knows.", "person:bob", Shop.Ct);
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/proposals/{proposal.Id}");

        await Expect(page.Locator(".comment")).ToHaveTextAsync("Support knows.");
        await Expect(page.GetByText("Comment …")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Steps_say_how_they_went_how_long_they_took_and_what_came_of_them()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        var step = page.GetByRole(AriaRole.Region, new() { Name = "Steps" }).GetByRole(AriaRole.Listitem);
        await Expect(step).ToContainTextAsync("done");
        await Expect(step).ToContainTextAsync("change the tenant's document");
        await Expect(step).ToContainTextAsync("0 ms, begun");
        await Expect(step.Locator("pre")).ToHaveTextAsync("version 41 → 42");
    }

    [Fact]
    public async Task Related_are_those_of_the_same_document_and_of_the_same_rule_elsewhere()
    {
        await using var shop = await Shop.OpenRichAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("Checkout")).Id}");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Related" })).ToContainTextAsync("Same document Feature «wishlist» is hardly used applied");

        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("productList")).Id}");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Related" })).ToContainTextAsync("Same rule elsewhere");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Related" })).ToContainTextAsync("«productList» is slow open");
    }

    [Fact]
    public async Task Those_that_did_not_ask_are_named_with_what_the_rule_says_of_them_and_what_they_have_of_their_own()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GotoAsync($"{shop.Address}/proposals/{(await shop.FindAsync("productList")).Item}");
        var evidence = page.GetByRole(AriaRole.Region, new() { Name = "Evidence", Exact = true });
        await Expect(evidence).ToContainTextAsync("2 other contexts are under the same rule: 2 «nothing to change». 1 of them has its own instead of what would change.");
        await evidence.GetByText("Which, and what the rule says").ClickAsync();
        await Expect(evidence.Locator(".checks li").First).ToContainTextAsync("dataViewOverrides[productList] pins shop.view.product-list@1.7.0");
    }
}
