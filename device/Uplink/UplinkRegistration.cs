using CheckIn.Contract;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Commands;
using CheckIn.Gate.Health;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Uplink;

internal static class UplinkRegistration
{
    internal static IServiceCollection AddUplink(this IServiceCollection services) =>
        services
            .AddSingleton(Loss)
            .AddSingleton(Copied)
            .AddSingleton<HubLink>()
            .AddSingleton<HubWishes>()
            .AddSingleton(provider => new GateIdentity(
                provider.GetRequiredService<IOptions<GateOptions>>().Value.Id,
                Usage.Version,
                provider.GetRequiredService<GateHealth>(),
                provider.GetRequiredService<GateClock>(),
                provider.GetRequiredService<HubAccess>(),
                provider.GetRequiredService<GateParts>().Tried,
                provider.GetRequiredService<HubWishes>(),
                provider.GetService<CommandExchange>(),
                word => provider.GetRequiredService<GateRules>().Hear(word, provider.GetRequiredService<GateClock>().Stamp())))
            .AddHostedService<Uplink>();

    private static HubLoss Loss(IServiceProvider provider)
    {
        var recorder = provider.GetRequiredService<EventRecorder>();
        var gate = new EventStamp(EventStamp.WholeGate, null, provider.GetRequiredService<GateClock>());
        return new HubLoss(provider.GetRequiredService<IOptions<UplinkOptions>>().Value, (seconds, over) =>
        {
            if (over)
                recorder.Clear(gate, AlarmWords.HubLost, seconds);
            else
                recorder.Raise(gate, AlarmWords.HubLost, seconds);
        }, provider.GetRequiredService<TimeProvider>());
    }

    private static CopiedIdentity Copied(IServiceProvider provider)
    {
        var recorder = provider.GetRequiredService<EventRecorder>();
        return new CopiedIdentity(over =>
        {
            if (over)
                recorder.Clear(AlarmWords.IdentityCopied);
            else
                recorder.Raise(AlarmWords.IdentityCopied);
        }, provider.GetRequiredService<TimeProvider>());
    }
}
