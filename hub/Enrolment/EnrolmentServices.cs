using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Enrolment;

internal static class EnrolmentServices
{
    internal static IServiceCollection AddEnrolment(this IServiceCollection services, IConfiguration configuration) =>
        services
        .AddSettings<EnrolmentOptions>(configuration, EnrolmentOptions.Section)
        .AddGateLimits()
        .AddSingleton<HubAddresses>()
        .AddSingleton<LanePlans>()
        .AddSingleton<Provisions>()
        .AddSingleton<EnrolmentDesk>()
        .AddSingleton<ClaimTaker>()
        .AddSingleton<Renewals>();
}
