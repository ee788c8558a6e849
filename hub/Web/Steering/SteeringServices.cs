using CheckIn.Hub.Web.Passes;
using CheckIn.Hub.Web.Registrations;
using CheckIn.Hub.Web.Venues;

namespace CheckIn.Hub.Web.Steering;

/// <summary>What the pages of settings, modes, passes, registrations and posters need, put together.</summary>
internal static class SteeringServices
{
    internal static IServiceCollection AddSteeringPages(this IServiceCollection services) => services
        .AddSingleton<ScopeNames>()
        .AddSingleton<ScopeFinder>()
        .AddSingleton<SettingsParts>()
        .AddSingleton<ModeParts>()
        .AddSingleton<PassParts>()
        .AddSingleton<RegisterParts>()
        .AddSingleton<RegistrationParts>()
        .AddSingleton<VenueLimits>()
        .AddRateLimiter(static limiter => limiter.AddPolicy<string, RegistrationLimit>(nameof(RegistrationLimit)));
}
