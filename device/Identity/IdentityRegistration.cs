using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Uplink;
using Microsoft.Extensions.DependencyInjection.Extensions;
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

    /// <summary>
    /// While the lanes are open: leads over to the last life when the hub takes the gate out of service.
    /// </summary>
    internal static IServiceCollection AddLeaving(this IServiceCollection services) =>
        services.AddHostedService<LeavingWatch>();

    /// <summary>A gate whose hub has sent it a plan of lanes that cannot be; it waits for another one, without lanes.</summary>
    /// <param name="builder">The host's.</param>
    /// <param name="problems">What is wrong with the plan.</param>
    internal static void AddPlanWanted(this HostApplicationBuilder builder, IReadOnlyList<SettingsError> problems) =>
        builder.AddGateWithoutLanes().AddHostedService(provider => new PlanWanted(
            problems, provider.GetRequiredService<HubWishes>(), provider.GetRequiredService<IdentityStanding>(),
            provider.GetRequiredService<Supervisor>(), provider.GetRequiredService<Recomposition>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PlanWanted>>()));

    /// <summary>Identity, journal and the connection to the hub. What lanes are set to is nobody's business here.</summary>
    private static IServiceCollection AddGateWithoutLanes(this HostApplicationBuilder builder)
    {
        builder.Services
            .AddSettings<GateOptions>(builder.Configuration, "Gate")
            .AddSettings<UplinkOptions>(builder.Configuration, "Uplink")
            .AddEnrolment(builder.Configuration)
            .AddSupervision()
            .AddJournal(builder.Configuration)
            .AddIdentity()
            .AddUplink()
            .AddParts(builder.Configuration)
            .AddService(builder.Configuration);
        return builder.Services.RemoveAll<IConfigureOptions<LanesOptions>>().RemoveAll<IValidateOptions<LanesOptions>>();
    }

    /// <summary>The last life of a gate that the hub takes out of service; it has no lanes.</summary>
    internal static void AddLeavingGate(this HostApplicationBuilder builder) => builder.AddGateWithoutLanes()
        .AddSingleton(provider => new GateWipe(
            provider.GetRequiredService<IOptions<JournalOptions>>().Value.Path,
            provider.GetRequiredService<IOptions<KeyOptions>>().Value.Directory, provider.GetRequiredService<EnrolmentStore>()))
        .AddHostedService(provider => new LeavingGate(
            provider.GetRequiredService<GateJournal>(), provider.GetRequiredService<GateKeys>(), () => FallSilentAsync(provider),
            provider.GetRequiredService<HubDesk>(), provider.GetRequiredService<HubAccess>(),
            provider.GetRequiredService<GateWipe>(), provider.GetRequiredService<IdentityStanding>(),
            provider.GetRequiredService<Supervisor>(), provider.GetRequiredService<Recomposition>(),
            provider.GetRequiredService<GateClock>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LeavingGate>>()));

    /// <summary>
    /// The hub is asked for nothing more, then the connection ends with a farewell, which is no loss of the hub.
    /// </summary>
    private static async Task FallSilentAsync(IServiceProvider provider)
    {
        await provider.GetRequiredService<IdentityService>().StopAsync(CancellationToken.None);
        provider.GetRequiredService<HubLoss>().Dispose();
        foreach (var uplink in provider.GetServices<IHostedService>().OfType<Uplink.Uplink>())
            await uplink.StopAsync(CancellationToken.None);
    }
}
