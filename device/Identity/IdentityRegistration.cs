using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Uplink;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Identity;

internal static class IdentityRegistration
{
    internal static IServiceCollection AddIdentity(this IServiceCollection services) => services
        .AddSingleton(provider => new LastKnownTime(
            provider.GetRequiredService<GateClock>(),
            ClockMemory.PathBeside(provider.GetRequiredService<IOptions<JournalOptions>>().Value.Path)))
        .AddSingleton(provider => new HubAccess(
            provider.GetRequiredService<EnrolmentStore>(), provider.GetRequiredService<IOptions<UplinkOptions>>().Value,
            provider.GetRequiredService<LastKnownTime>()))
        .AddSingleton<HubDesk>()
        .AddSingleton<ProvisionCue>()
        .AddSingleton<IdentityStanding>()
        .AddSingleton<Provisioning>()
        .AddSingleton<Renewal>()
        .AddSingleton<IdentityService>()
        .AddHostedService(provider => provider.GetRequiredService<IdentityService>());
}
