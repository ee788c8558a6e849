using CheckIn.Gate.Clock;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Kiosk.Guards;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Settings;
using CheckIn.Rules;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Kiosk;

internal static class KioskRegistration
{
    /// <summary>What lanes tell screens.</summary>
    internal static IServiceCollection AddScreens(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<KioskOptions>(configuration, "Kiosk")
        .AddSingleton<Screens>();

    /// <summary>The pages.</summary>
    internal static IServiceCollection AddKiosk(this IServiceCollection services) => services
        .AddSingleton(static provider => new GuardFile(provider.GetRequiredService<IOptions<KeyOptions>>().Value.Directory))
        .AddSingleton(static provider => new GuardDoor(
            provider.GetRequiredService<GuardFile>(), provider.GetRequiredService<EventRecorder>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<GuardDoor>>()))
        .AddSingleton<GuardDesk>()
        .AddSingleton<KioskPages>()
        .AddSingleton(static provider => new GuardPages(
            provider.GetRequiredService<Screens>(), provider.GetRequiredService<GuardDoor>(),
            provider.GetRequiredService<GuardDesk>(), provider.GetRequiredService<GateClock>(),
            RuleZone.Find(provider.GetRequiredService<IOptions<RulesOptions>>().Value.TimeZone) ?? TimeZoneInfo.Utc,
            provider.GetRequiredService<ILogger<GuardPages>>()))
        .AddHostedService<KioskServer>();
}
