namespace CheckIn.Hub.Sites;

/// <summary>The room, put together.</summary>
internal static class SiteServices
{
    internal static IServiceCollection AddSites(this IServiceCollection services) => services.AddSingleton<SiteRegister>();

    internal static void MapSites(this WebApplication app)
    {
    }
}
