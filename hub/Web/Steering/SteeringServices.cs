using CheckIn.Hub.Web.Passes;
using CheckIn.Hub.Web.Registrations;

namespace CheckIn.Hub.Web.Steering;

/// <summary>What the pages of settings, modes, passes and registrations need, put together.</summary>
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
        .AddRateLimiter(static limiter => limiter.AddPolicy<string, RegistrationLimit>(nameof(RegistrationLimit)));
}
