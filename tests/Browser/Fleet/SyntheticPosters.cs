using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Venues;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>A poster that somebody has made for a site with gates.</summary>
internal static class SyntheticPosters
{
    /// <returns>Path of the page that it leads to.</returns>
    internal static async Task<string> MakeAsync(IServiceProvider services)
    {
        var desk = services.GetRequiredService<PosterDesk>();
        var sight = services.GetRequiredService<SightBook>().Of(Caller.Local(null), Capability.PrintPosters);
        return desk.CodeOf(await desk.MakeAsync(SyntheticPlaces.Site, new Actor("person:an.nguyen"), sight)).AbsolutePath;
    }
}
