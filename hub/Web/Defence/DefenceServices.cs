using CheckIn.Hub.Events;
using CheckIn.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Defence;

/// <summary>What stands before pages and API, put together.</summary>
internal static class DefenceServices
{
    /// <summary>Beside the hub's database: what makes a form's proof, and whatever else the hub hands to browsers.</summary>
    internal const string KeysFolder = "web-keys";

    internal static IServiceCollection AddDefence(this IServiceCollection services)
    {
        services.AddSingleton<IAntiforgeryAdditionalDataProvider, FormProofs.OfSession>();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.FormFieldName = FormProofs.Field;
            antiforgery.HeaderName = FormProofs.Header;
            antiforgery.SuppressXFrameOptionsHeader = true;
            antiforgery.Cookie.Name = FormProofs.Cookie;
            antiforgery.Cookie.Path = "/";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        // The same name wherever the program stands, so that what was handed out outlives an update.
        services.AddDataProtection().SetApplicationName("checkin-hub");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, PrivateKeys>();
        return services;
    }

    /// <summary>Nobody else reads in that folder, and so they lie there as they are.</summary>
    private sealed class PrivateKeys(IOptions<EventsOptions> events, ILoggerFactory loggers)
        : IConfigureOptions<KeyManagementOptions>
    {
        public void Configure(KeyManagementOptions options)
        {
            var data = Path.GetDirectoryName(Path.GetFullPath(events.Value.Path))!;
            var folder = Path.Combine(data, KeysFolder);
            PrivateFile.MakeDirectory(folder);
            options.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder), loggers);
        }
    }
}
