using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Kiosk;

internal static class KioskRegistration
{
    /// <summary>What lanes tell screens.</summary>
    internal static IServiceCollection AddScreens(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<KioskOptions>(configuration, "Kiosk")
        .AddSingleton<Screens>();

    /// <summary>The pages.</summary>
    internal static IServiceCollection AddKiosk(this IServiceCollection services) => services.AddHostedService<KioskServer>();
}
