using CheckIn.Hub.Broker;

namespace CheckIn.Hub.Accounts;

/// <summary>The room, put together.</summary>
internal static class AccountServices
{
    internal static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        return services
            .AddSingleton<LocalOperator>()
            .AddHostedService(static provider => provider.GetRequiredService<LocalOperator>())
            .AddSingleton<CallerReader>()
            .AddSingleton<Doorkeeper>()
            .AddSingleton<SightBook>()
            .AddSingleton<IProgramReaders, ProgramReaders>();
    }
}
