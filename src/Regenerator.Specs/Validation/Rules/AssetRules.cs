using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Pictures, of which the app knows four kinds.</summary>
internal static class AssetRules
{
    private static readonly string[] Pictures = ["png", "svg", "webp"];
    private static readonly string[] Icons = ["ico", "png", "svg"];
    private static readonly string[] Previews = ["png", "jpg", "jpeg", "webp"];

    /// <summary>Whether the app uses the assets at all.</summary>
    public static void Assets(IReadOnlyList<BrandingAsset?>? assets, SpecKind document, FindingSink sink)
    {
        for (var i = 0; i < assets?.Count; i++)
        {
            var (type, url) = (assets[i]?.Type.Value, assets[i]?.Url.Value);
            if (string.IsNullOrEmpty(url))
                sink.Add(BrandingCodes.AssetWithoutUrl, Spot.In(document, "branding", "assets", i), $"asset {type}", $"The asset «{type}» has no URL and is dropped; write its URL, or take it out");
            else if (type is not ("logo" or "logo-dark" or "favicon" or "og-image"))
                sink.Add(BrandingCodes.UnknownAssetType, Spot.In(document, "branding", "assets", i), $"asset {type} {url}", $"The app drops assets of type «{type}»; write logo, logo-dark, favicon or og-image");
        }

        foreach (var (earlier, last) in Repeats.Of(assets, static asset => asset?.Type.Value ?? ""))
            if (assets![earlier]?.Type.Value is { } type && assets[last]?.Url.Value is { Length: > 0 })
                sink.Add(OverrideCodes.DuplicateEntry, Spot.In(document, "branding", "assets", earlier), $"asset {type}", $"There is another «{type}» at [{last}], which alone counts; keep one");
    }

    /// <summary>Whether what a tenant shows can be shown safely.</summary>
    public static void Tenant(IReadOnlyList<BrandingAsset?>? assets, FindingSink sink)
    {
        for (var i = 0; i < assets?.Count; i++)
        {
            if (assets[i]?.Url.Value is not { Length: > 0 } url) continue;
            var type = assets[i]!.Type.Value;
            if (!url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                sink.Add(BrandingCodes.InsecureAssetUrl, Spot.Tenant("branding", "assets", i, "url"), $"asset {type} {url}", $"«{url}» does not start with https://; serve the asset by https");
            var expected = type switch { "favicon" => Icons, "og-image" => Previews, _ => Pictures };
            if (Extension(url) is { } extension && !expected.Contains(extension, StringComparer.OrdinalIgnoreCase))
                sink.Add(BrandingCodes.UnexpectedAssetType, Spot.Tenant("branding", "assets", i, "url"), $"asset {type} {url}", $"«{url}» ends in «{extension}», a {type} is expected as {string.Join(", ", expected)}; use one of these");
        }
    }

    // After the last dot of the whole URL, as in the apps' own runtime; so the end of a host counts where the path has no dot.
    private static string? Extension(string url)
    {
        var end = url.AsSpan().IndexOfAny('?', '#') is >= 0 and var query ? query : url.Length;
        var dot = url.AsSpan(0, end).LastIndexOf('.');
        return dot < 0 ? null : url[(dot + 1)..end];
    }
}
