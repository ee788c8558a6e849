using CheckIn.Hub.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CheckIn.Hub.Authority;

/// <summary>Puts the authority together.</summary>
internal static class AuthorityServices
{
    internal static IServiceCollection AddAuthority(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AuthorityOptions>(configuration, AuthorityOptions.Section);
        services.PostConfigure<AuthorityOptions>(options => options.Directory ??= BesideEvents(configuration));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AuthorityFiles>();
        services.AddSingleton<CertificateAuthority>();
        services.AddSingleton<GateIdentities>();
        return services;
    }

    internal static string BesideEvents(IConfiguration configuration) => Path.Combine(
        Path.GetDirectoryName(configuration["Events:Path"] ?? "data/hub.db") ?? "", "authority");
}
