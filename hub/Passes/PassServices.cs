using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Passes;

/// <summary>The room, put together.</summary>
internal static class PassServices
{
    internal static IServiceCollection AddPasses(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<PassOptions>(configuration, PassOptions.Section)
        .AddSingleton<PassIssuers>()
        .AddSingleton<PassDesk>()
        .AddSingleton<PassTrustShelf>()
        .AddSingleton<PassLists>()
        .AddHostedService(static provider => provider.GetRequiredService<PassLists>());
}
