namespace CheckIn.Hub.Sites;

/// <summary>What a place can be. Stable words.</summary>
public static class SiteKinds
{
    /// <summary>All, in the order of the letters that named them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "office", "factory", "eatery", "bar", "gym", "meeting", "hospital", "apartment_block", "school", "station",
            "vehicle",
        "mall", "market", "shop", "funeral", "wedding", "tourist_site", "spiritual_site", "checkpoint", "other",
    ];
}
