using CheckIn.Hub.Ingest;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Desired;

/// <summary>The room, put together.</summary>
internal static class DesiredServices
{
    internal static IServiceCollection AddDesired(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<DesiredOptions>(configuration, DesiredOptions.Section)
        .AddSingleton<LayerShelf>()
        .AddSingleton<DesiredScopes>()
        .AddSingleton<DesiredGates>()
        .AddSingleton<DesiredNotices>()
        .AddSingleton<SettingsStandings>()
        .AddSingleton<ScopeCounts>()
        .AddSingleton<IRolledOut, SettingsRollouts>()
        .AddSingleton<ReportedInbox>()
        .AddSingleton<IGateListener>(static provider => provider.GetRequiredService<ReportedInbox>())
        .AddHostedService(static provider => provider.GetRequiredService<ReportedInbox>())
        .AddSingleton<DesiredDesk>()
        .AddSingleton<SettingsRequests>()
        .AddHostedService<DesiredTeller>()
        .AddHostedService<DesiredWatch>();
}
