using CheckIn.Gate.Clock;
using CheckIn.Gate.Health;
using CheckIn.Gate.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Uplink;

internal static class UplinkRegistration
{
    internal static IServiceCollection AddUplink(this IServiceCollection services) =>
        services
            .AddSingleton(provider => new GateIdentity(
                provider.GetRequiredService<IOptions<GateOptions>>().Value.Id,
                typeof(UplinkRegistration).Assembly.GetName().Version?.ToString(3) ?? "0",
                provider.GetRequiredService<GateHealth>(),
                provider.GetRequiredService<GateClock>()))
            .AddHostedService<Uplink>();
}
