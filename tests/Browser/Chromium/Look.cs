namespace CheckIn.Browser.Tests.Chromium;

/// <summary>How somebody looks at the pages.</summary>
/// <param name="Width">Of the window, CSS pixels.</param>
/// <param name="Language">vi or en.</param>
/// <param name="IsDark">The person prefers a dark page.</param>
internal sealed record Look(int Width, string Language, bool IsDark = false)
{
    internal const int Phone = 360, Desk = 1440;

    internal static IReadOnlyList<Look> All { get; } =
    [
        .. from width in new[] { Phone, Desk }
           from language in new[] { "vi", "en" }
           from dark in new[] { false, true }
           select new Look(width, language, dark),
    ];

    internal bool IsPhone => Width == Phone;

    public override string ToString() => $"{Width}-{Language}-{(IsDark ? "dark" : "light")}";
}
