using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Defence;

/// <summary>What stands before pages and API, put together.</summary>
internal static class DefenceServices
{
    /// <summary>Beside the hub's database: what makes a form's proof, and whatever else the hub hands to browsers.</summary>
    internal const string KeysFolder = "web-keys";

    internal static IServiceCollection AddDefence(this IServiceCollection services)
    {
        services.AddSingleton<HostNames>()
            .AddSingleton<Watchers>()
            .AddSingleton<IConfigureOptions<KestrelServerOptions>, ServerLimits>()
            .AddSingleton<IConfigureOptions<FormOptions>, ServerLimits>()
            .AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, Forwarders>()
            .AddSingleton<IConfigureOptions<RateLimiterOptions>, CallerLimits>()
            .AddSingleton<IConfigureOptions<RequestTimeoutOptions>, RequestTimes>()
            .AddRequestTimeouts()
            .AddSingleton<IAntiforgeryAdditionalDataProvider, FormProofs.OfSession>();
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
        services.AddLogging(static logging => logging
            // Wrong proofs, with the stack that found them: anybody could fill the log with these.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None)
            // That keys are kept as they are, at each start: they lie where nobody else reads.
            .AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        // The same name wherever the program stands, so that what was handed out outlives an update.
        services.AddDataProtection().SetApplicationName("checkin-hub");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, PrivateKeys>();
        return services;
    }

    /// <summary>What stands before everything else.</summary>
    internal static void UseDefence(this WebApplication app)
    {
        app.UseWhen(static http => !GateDoor.IsFor(http), static web => web.UseForwardedHeaders());
        app.Use(AnswerHeaders.WriteAsync);
        app.UseErrorAnswers();
        app.Use(app.Services.GetRequiredService<HostNames>().JudgeAsync);
        app.UseRequestTimeouts();
        app.Use(RequestTimes.LiftAsync);
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
