namespace CheckIn.Hub.Venues;

/// <summary>The room, put together.</summary>
internal static class VenueServices
{
    internal static IServiceCollection AddVenues(this IServiceCollection services) => services
        .AddSingleton<VenueKey>()
        .AddSingleton<PosterDesk>()
        .AddSingleton<VenueRules>()
        .AddSingleton<VenueRecorder>();
}
