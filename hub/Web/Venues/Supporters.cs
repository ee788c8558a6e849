using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web.Venues;

/// <summary>Whom visitors of a site may call. Pure.</summary>
internal static class Supporters
{
    /// <summary>The site's own number, or that of the lowest node above it that has one; null = there is none.</summary>
    internal static string? NumberOf(Site site, SiteTree? tree, DateTimeOffset now)
    {
        var day = HubZone.DayOf(now);
        return site.SupportNumber ?? (tree?.NodeOf(site, day) is { } node
            ? tree.On(day).Path(node).FirstOrDefault(static one => one.SupportNumber is not null)?.SupportNumber : null);
    }
}
