using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Authority;

/// <summary>Puts the authority together.</summary>
internal static class AuthorityServices
{
    internal static IServiceCollection AddAuthority(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AuthorityOptions>(configuration, AuthorityOptions.Section);
        services.PostConfigure<AuthorityOptions>(options => options.Directory ??= BesideEvents(configuration));
        services.PostConfigure<EnrolmentOptions>(
            options => options.Listen ??= ListenerDefaults.For(options.Address, ListenerDefaults.HttpsPort));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AuthorityFiles>();
        services.AddSingleton<CertificateAuthority>();
        services.AddSingleton<GateIdentities>();
        services.AddSingleton<GatesEndPoint>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, GatesListener>();
        services.AddSingleton<IValidateOptions<EnrolmentOptions>, GatesListenerRules>();
        services.AddSingleton<AuthorityKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<AuthorityKeeper>());
        return services;
    }

    internal static string BesideEvents(IConfiguration configuration) => Path.Combine(
        Path.GetDirectoryName(configuration["Events:Path"] ?? "data/hub.db") ?? "", "authority");
}
