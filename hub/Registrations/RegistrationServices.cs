using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Registrations;

/// <summary>The room, put together.</summary>
internal static class RegistrationServices
{
    internal static IServiceCollection AddRegistrations(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSettings<RegistrationOptions>(configuration, RegistrationOptions.Section)
            .AddSingleton<RegistrationDesk>()
            .AddHostedService<RegistrationKeeper>();
}
