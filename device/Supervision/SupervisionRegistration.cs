using CheckIn.Gate.Health;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Supervision;

internal static class SupervisionRegistration
{
    /// <summary>Before all other services, so that it stops after them.</summary>
    internal static IServiceCollection AddSupervision(this IServiceCollection services) => services
        .AddSingleton<Liveness>()
        .AddSingleton(provider => new Supervisor(
            provider.GetRequiredService<Liveness>(), provider.GetRequiredService<GateAlarms>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Supervisor>>(),
            Environment.GetEnvironmentVariable, recomposition: provider.GetRequiredService<Recomposition>()))
        .AddHostedService(provider => provider.GetRequiredService<Supervisor>());
}
