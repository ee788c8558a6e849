namespace CheckIn.Hub.Sites;

/// <summary>Stable words of <see cref="SiteForm"/>.</summary>
public static class SiteForms
{
    private static readonly string[] Words = ["permanent", "event", "mobile"];

    /// <summary>In the order of the enum.</summary>
    public static IReadOnlyList<string> All => Words;

    public static string Word(SiteForm form) => Words[(int)form];

    /// <summary>Null = no such word.</summary>
    public static SiteForm? Find(string word) =>
        Array.IndexOf(Words, word) is var at and >= 0 ? (SiteForm)at : null;
}
