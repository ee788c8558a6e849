using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Screenshots;

/// <summary>Every page there is, with something to see on each.</summary>
internal static class PageList
{
    /// <summary>Name of the picture and address.</summary>
    internal static IReadOnlyList<(string Name, string Path)> All { get; } =
    [
        ("wall", "/"),
        ("enrol", "/enrol"),
        ("gate", $"/gates/{SyntheticPlaces.LostGate}"),
        ("gate-revoke", $"/gates/{SyntheticPlaces.LostGate}/revoke"),
        ("gate-unknown", "/gates/khong-co"),
    ];

    /// <summary>The address in a language.</summary>
    internal static string In(string path, string language) =>
        path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language;
}
