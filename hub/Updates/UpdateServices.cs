using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Updates;

/// <summary>The room, put together.</summary>
internal static class UpdateServices
{
    internal static IServiceCollection AddUpdates(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<UpdateOptions>(configuration, UpdateOptions.Section)
        .AddRollouts()
        .AddSingleton<IRolledOut, GateUpdates>()
        .AddSingleton<PackageStore>()
        .AddSingleton<Downloads>()
        .AddSingleton<UpdateReports>()
        .AddSingleton<RolloutRequests>()
        .AddSingleton<UpdateParts>();
}
