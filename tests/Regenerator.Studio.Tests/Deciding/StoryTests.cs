using Microsoft.Playwright;
using Regenerator.Proposals;
using Regenerator.Studio.Tests.Browsing;
using static Microsoft.Playwright.Assertions;

namespace Regenerator.Studio.Tests.Deciding;

/// <summary>What people come to the Studio for, from the link to the changed file.</summary>
public sealed class StoryTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newcomer_follows_the_link_sees_the_evidence_approves_and_the_file_is_changed_with_or_without_scripts(bool scripts)
    {
        await using var shop = await Shop.OpenAsync();
        var page = await chromium.WindowAsync(scripts: scripts);
        await page.GotoAsync(shop.Address);
        await Expect(page.GetByText("printed in the terminal")).ToBeVisibleAsync();
        await page.GotoAsync(shop.NewLink());
        await page.GetByRole(AriaRole.Link, new() { Name = "Checkout converts too little" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Evidence", Exact = true })).ToContainTextAsync("checkout/conversion");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "The effect" })).ToContainTextAsync("shop.workflow.checkout@1.4.2, was 2.0.0");
        if (scripts) await Expect(page.Locator("[data-canvas] canvas").First).ToBeVisibleAsync();
        Assert.Contains("\"version\": \"2.0.0\"", shop.Document("tenants/nordwind.json"), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Approved and applied" })).ToBeVisibleAsync();
        await Expect(page.Locator(".headline .state")).ToHaveTextAsync("applied");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Steps" })).ToContainTextAsync("change the tenant's document");
        Assert.DoesNotContain("\"version\": \"2.0.0\"", shop.Document("tenants/nordwind.json"), StringComparison.Ordinal);
        Assert.Equal("person:ada", (await shop.Store.GetAsync((await shop.FindAsync("Checkout")).Id, Shop.Ct))!.History.OfType<ProposalEvent.ApprovalGiven>().Single().Actor);
    }

    [Fact]
    public async Task Whoever_approves_what_has_moved_is_refused_and_shown_what_moved()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync(scripts: false));
        var proposal = await shop.FindAsync("Checkout");
        await page.GotoAsync($"{shop.Address}/proposals/{proposal.Id}");
        var edited = await shop.Reviewer.EditAsync(proposal.Id, [new ProposalAction.UpdateTenantConfig { Edits = [new Specs.Edits.SpecEdit.PinWorkflow("checkout", "shop.workflow.checkout", "1.4.1")] }], "person:bob", Shop.Ct);
        Assert.IsType<Storage.DecideResult.Decided>(edited);

        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not approved");
        var moved = page.GetByRole(AriaRole.Region, new() { Name = "What changed since you looked" });
        await Expect(moved.Locator(".is-gone")).ToContainTextAsync("1.4.2");
        await Expect(moved.Locator(".is-new")).ToContainTextAsync("1.4.1");
        Assert.Equal(ProposalState.Open, (await shop.FindAsync("Checkout")).State);

        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Approved and applied" })).ToBeVisibleAsync();
        Assert.Contains("1.4.1", shop.Document("tenants/nordwind.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_approval_of_an_item_changes_the_document_of_each_of_its_tenants()
    {
        await using var shop = await Shop.OpenAsync(new Troubles { SlowListTests = false });
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "«productList» is slow" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Tenants" })).ToContainTextAsync("hansen");

        await page.GetByRole(AriaRole.Button, new() { Name = "Approve all 2" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "applied to 2 documents" })).ToBeVisibleAsync();
        Assert.All(["brotzeit", "hansen"], tenant => Assert.Contains("1.8.0", shop.Document($"tenants/{tenant}.json"), StringComparison.Ordinal));
        Assert.DoesNotContain("1.8.0", shop.Document("tenants/vela.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_keeps_it()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "wishlist" }).ClickAsync();
        await page.GetByText("Reject …").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Why" }).FillAsync("Christmas is near");
        await page.GetByLabel("Stay quiet").SelectOptionAsync("7d");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();

        await Expect(page.Locator(".headline .state")).ToHaveTextAsync("rejected");
        var rejection = (await shop.FindAsync("wishlist")).Rejection!;
        Assert.Equal(("person:ada", "Christmas is near", shop.Clock.GetUtcNow().AddDays(7)), (rejection.Actor, rejection.Reason, rejection.Until));
        await page.GotoAsync(shop.Address);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "wishlist" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Several_are_snoozed_at_once()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GetByLabel("Choose Feature «wishlist» is hardly used").CheckAsync();
        await page.GetByLabel("Choose Checkout converts too little").CheckAsync();
        await page.GetByText("Decide about several").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Snooze" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "2 snoozed" })).ToBeVisibleAsync();
        Assert.Equal((ProposalState.Snoozed, ProposalState.Snoozed), ((await shop.FindAsync("wishlist")).State, (await shop.FindAsync("Checkout")).State));
    }

    [Fact]
    public async Task What_was_applied_is_proposed_back_and_its_author_can_not_approve_that()
    {
        await using var shop = await Shop.OpenAsync();
        var before = shop.Document("tenants/nordwind.json");
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Checkout converts too little" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await page.GetByText("Roll back …").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Why" }).FillAsync("It was something else");
        await page.GetByRole(AriaRole.Button, new() { Name = "Propose the rollback" }).ClickAsync();
        await Expect(page.GetByText("what was applied before")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not approved");

        var other = await shop.SignInAsync(await chromium.WindowAsync(), "bob");
        await other.GotoAsync(page.Url);
        await other.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Expect(other.Locator(".headline .state")).ToHaveTextAsync("applied");
        Assert.Contains("\"version\": \"2.0.0\"", shop.Document("tenants/nordwind.json"), StringComparison.Ordinal);
        Assert.Contains("\"version\": \"2.0.0\"", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_change_is_previewed_then_saved_as_a_new_revision()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Checkout converts too little" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit the change" }).ClickAsync();
        var editor = page.Locator("studio-editor .cm-content");
        await Expect(editor).ToContainTextAsync("1.4.2");
        var text = (await page.Locator("textarea[name=edits]").InputValueAsync()).Replace("1.4.2", "1.4.0", StringComparison.Ordinal);
        await editor.FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What it would do" })).ToContainTextAsync("1.4.0, was 2.0.0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new revision" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved as revision 2" })).ToBeVisibleAsync();
        Assert.Equal("person:ada", (await shop.FindAsync("Checkout")).Revision.Author);
    }

    [Fact]
    public async Task Another_persons_decision_appears_without_reloading()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "wishlist" }).ClickAsync();
        await Expect(page.Locator(".headline .state")).ToHaveTextAsync("open");

        await shop.Reviewer.RejectAsync((await shop.FindAsync("wishlist")).Id, "not now", null, "person:bob", Shop.Ct);

        await Expect(page.Locator(".headline .state")).ToHaveTextAsync("rejected", new() { Timeout = 15_000 });
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "History" })).ToContainTextAsync("person:bob");
    }

    [Fact]
    public async Task New_evidence_appears_in_table_and_chart_without_reloading()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Checkout converts too little" }).ClickAsync();
        var chart = page.Locator("[data-chart]").First;
        var before = (await chart.GetAttributeAsync("data-chart"))!;
        var proposal = await shop.FindAsync("Checkout");

        await shop.PassAsync();

        await Expect(page.GetByRole(AriaRole.Complementary)).ToContainTextAsync($"{proposal.Sightings.Windows + 1} windows", new() { Timeout = 15_000 });
        await Expect(chart).Not.ToHaveAttributeAsync("data-chart", before);
        await Expect(page.Locator("[data-canvas] canvas").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keys_alone_are_enough_to_find_read_and_approve()
    {
        await using var shop = await Shop.OpenAsync();
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "light");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Checkout converts too little" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Checkout converts too little" })).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "light");
        await page.Keyboard.PressAsync("r");
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Why" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".headline .state")).ToHaveTextAsync("applied");
    }

    [Fact]
    public async Task What_a_dry_run_would_do_is_said_and_not_done()
    {
        await using var shop = await Shop.OpenAsync();
        var before = shop.Document("tenants/nordwind.json");
        var page = await shop.SignInAsync(await chromium.WindowAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Checkout converts too little" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What would be done" })).ToContainTextAsync("1.4.2");
        Assert.Equal(before, shop.Document("tenants/nordwind.json"));
    }
}
