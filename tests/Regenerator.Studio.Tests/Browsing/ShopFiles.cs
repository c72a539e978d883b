namespace Regenerator.Studio.Tests.Browsing;

/// <summary>The documents of the shop.</summary>
internal static class ShopFiles
{
    /// <returns>A folder of its own.</returns>
    public static string Write()
    {
        var folder = Directory.CreateTempSubdirectory("studio-").FullName;
        Put(folder, "blueprints/shop.json", """
            {
              "meta": { "key": "shop.app", "version": "3.2.0", "appId": "shop", "owners": ["team.storefront"] },
              "workflows": {
                "checkout": { "key": "shop.workflow.checkout", "version": "1.4.2" },
                "refund": { "key": "shop.workflow.refund", "version": "1.1.0" }
              },
              "dataViews": {
                "productList": { "key": "shop.view.product-list", "version": "2.0.0" }
              },
              "featureFlags": [
                { "key": "new-search", "enabled": true, "description": "Search by meaning" },
                { "key": "wishlist", "enabled": false, "description": "Keep products for later" }
              ]
            }

            """);
        foreach (var tenant in new[] { "brotzeit", "hansen" }) Put(folder, $"tenants/{tenant}.json", Tenant(tenant, ""));
        Put(folder, "tenants/vela.json", Tenant("vela", """
            "dataViewOverrides": [
                { "slot": "productList", "pointer": { "key": "shop.view.product-list", "version": "1.7.0" } }
              ],
              "featureFlags": [
                { "key": "new-search", "enabled": true, "description": "Search by meaning" }
              ],
            """));
        Put(folder, "tenants/nordwind.json", Tenant("nordwind", """
            "workflowOverrides": [
                { "slot": "checkout", "pointer": { "key": "shop.workflow.checkout", "version": "2.0.0" } }
              ],
              "featureFlags": [
                { "key": "wishlist", "enabled": true, "description": "Keep products for later" }
              ],
            """));
        return folder;
    }

    private static string Tenant(string id, string more) => $$"""
        {
          "meta": {
            "id": "{{id}}",
            "tenantId": "{{id}}",
            "appId": "shop",
            "blueprintName": "shop.app",
            "blueprintVersion": "3.2.0",
            "environment": "production",
            "version": "41",
            "status": "published",
            "createdAt": "2026-03-02T09:00:00.000Z",
            "updatedAt": "2026-11-18T14:05:00.000Z",
            "changeSummary": "Try the new checkout"
          },
          {{(more.Length == 0 ? "" : more.TrimEnd() + "\n  ")}}"locales": { "defaultLocale": "de", "enabledLocales": ["de", "en"] }
        }

        """;

    private static void Put(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
