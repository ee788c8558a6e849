using CheckIn.Hub.Web.Passes;

namespace CheckIn.Hub.Web.Steering;

/// <summary>What the pages of settings, modes and passes need, put together.</summary>
internal static class SteeringServices
{
    internal static IServiceCollection AddSteeringPages(this IServiceCollection services) => services
        .AddSingleton<ScopeNames>()
        .AddSingleton<ScopeFinder>()
        .AddSingleton<SettingsParts>()
        .AddSingleton<ModeParts>()
        .AddSingleton<PassParts>();
}
