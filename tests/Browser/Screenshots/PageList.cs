using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Screenshots;

/// <summary>Every page there is, with something to see on each.</summary>
internal static class PageList
{
    /// <summary>Name of the picture and address.</summary>
    internal static IReadOnlyList<(string Name, string Path)> All { get; } =
    [
        ("wall", "/"),
        ("gates", "/gates"),
        ("gate-well", "/gates/ubnd-phuong-sen-01"),
        ("nodes", "/nodes"),
        ("node", $"/nodes/{SyntheticPlaces.Node}"),
        ("node-top", "/nodes/hoa-mai"),
        ("node-over", "/nodes/huyen-ho-sen"),
        ("sites", "/sites"),
        ("sites-found", "/sites?q=cuc"),
        ("sites-none", "/sites?q=khong-co"),
        ("site", $"/sites/{SyntheticPlaces.Site}"),
        ("site-lost", $"/sites/{SyntheticPlaces.LostSite}"),
        ("site-edit", $"/sites/{SyntheticPlaces.Site}/edit"),
        ("site-unknown", "/sites/khong-co"),
        ("alerts", "/alerts"),
        ("recipients", "/alerts/recipients"),
        ("recipient-remove", "/alerts/recipients/lanh-dao/remove"),
        ("offline", "/offline"),
        ("offline-day", $"/offline?day={SyntheticPast.Yesterday}"),
        ("offline-node", "/offline?node=hoa-mai"),
        ("enrol", "/enrol"),
        ("gate", $"/gates/{SyntheticPlaces.LostGate}"),
        ("gate-revoke", $"/gates/{SyntheticPlaces.LostGate}/revoke"),
        ("gate-unknown", "/gates/khong-co"),
    ];

    /// <summary>The address in a language.</summary>
    internal static string In(string path, string language) =>
        path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language;
}
