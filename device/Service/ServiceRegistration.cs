using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Service;

internal static class ServiceRegistration
{
    internal static IServiceCollection AddService(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<ServiceOptions>(configuration, "Service")
        .AddSingleton<StatusSource>()
        .AddHostedService<ControlSocket>();
}
