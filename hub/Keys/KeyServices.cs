using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Keys;

internal static class KeyServices
{
    internal static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSettings<HubKeyOptions>(configuration, HubKeyOptions.Section)
        .AddSingleton<KeyRing>()
        .AddHostedService<KeyUpkeep>();
}
