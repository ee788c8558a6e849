using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>A site's time zone, by its IANA name.</summary>
internal static class SiteZone
{
    /// <summary>The hub's where none is named, or where the system has lost the data of the one that is.</summary>
    internal static TimeZoneInfo Of(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : HubZone.Current;

    internal static bool IsKnown(string name) => name.Length <= 64
        && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);
}
