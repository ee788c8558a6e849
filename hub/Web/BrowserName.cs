namespace CheckIn.Hub.Web;

/// <summary>
/// A browser and its system as people call them, out of what it says of itself; what is not known stays.
/// </summary>
internal static class BrowserName
{
    private const int Longest = 60;

    // In this order: most browsers say that they are some other besides.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("CocCoc", "Cốc Cốc"), ("coc_coc", "Cốc Cốc"), ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("FxiOS/", "Firefox"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    internal static string Of(string? saysOfItself)
    {
        if (saysOfItself is null)
            return "–";
        var (browser, system) = (Find(Browsers), Find(Systems));
        return (browser, system) switch
        {
            ({ } name, { } on) => $"{name}, {on}",
            ({ } name, null) => name,
            _ => saysOfItself.Length > Longest ? saysOfItself[..Longest] + "…" : saysOfItself,
        };

        string? Find((string Sign, string Name)[] known) =>
            known.FirstOrDefault(one => saysOfItself.Contains(one.Sign, StringComparison.Ordinal)).Name;
    }
}
