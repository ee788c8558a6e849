using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Modes;

internal static class ModeRegistration
{
    /// <summary>Started after the clock remembers, and before lanes open.</summary>
    internal static IServiceCollection AddModes(this IServiceCollection services) => services
        .AddSingleton(Keeper)
        .AddHostedService(static provider => provider.GetRequiredService<ModeKeeper>());

    private static ModeKeeper Keeper(IServiceProvider provider)
    {
        var journal = provider.GetRequiredService<IOptions<JournalOptions>>().Value.Path;
        return new ModeKeeper(
            provider.GetRequiredService<HubWishes>(), new ModeStore(ModeStore.PathBeside(journal)),
            provider.GetRequiredService<GateClock>(), ClockMemory.PathBeside(journal),
            provider.GetRequiredService<EventRecorder>(), provider.GetRequiredService<Liveness>(),
            provider.GetRequiredService<ILogger<ModeKeeper>>());
    }
}
