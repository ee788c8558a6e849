using CheckIn.Hub.Broker;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Accounts;

/// <summary>The room, put together.</summary>
internal static class AccountServices
{
    internal static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        return services
            .AddSettings<AccountsOptions>(configuration, AccountsOptions.Section)
            .AddSingleton<PeopleBook>()
            .AddSingleton<PasswordHashes>()
            .AddSingleton<Lockouts>()
            .AddSingleton<RefusalLedger>()
            .AddSingleton<SessionBook>()
            .AddSingleton<FactorRules>()
            .AddSingleton<FactorKey>()
            .AddSingleton<Proofs>()
            .AddSingleton<OwnFactors>()
            .AddSingleton<GrantNodes>()
            .AddSingleton<GivingRights>()
            .AddSingleton<OneTimeLinks>()
            .AddSingleton<SignInDesk>()
            .AddSingleton<SecondFactors>()
            .AddSingleton<PasskeyBook>()
            .AddSingleton<ExternalIdentities>()
            .AddSingleton<AccountSetup>()
            .AddSingleton<AccountDesk>()
            .AddSingleton<TokenBook>()
            .AddSingleton<LocalOperator>()
            .AddHostedService(static provider => provider.GetRequiredService<LocalOperator>())
            .AddHostedService<AccountKeeper>()
            .AddSingleton<LinkAddress>()
            .AddSingleton<FirstLink>()
            .AddHostedService(static provider => provider.GetRequiredService<FirstLink>())
            .AddSingleton<CallerReader>()
            .AddSingleton<Doorkeeper>()
            .AddSingleton<SightBook>()
            .AddSingleton<IProgramReaders, ProgramReaders>();
    }
}
