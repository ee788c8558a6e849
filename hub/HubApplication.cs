using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Accounts.Api;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Backups;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Broker.Mosquitto;
using CheckIn.Hub.Cards;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Desk;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.HomeAssistant;
using CheckIn.Hub.Ingest;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Metrics;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Registrations;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Updates;
using CheckIn.Hub.Venues;
using CheckIn.Hub.Visitors;
using CheckIn.Hub.Visits;
using CheckIn.Hub.Web;
using CheckIn.Hub.Web.Defence;
using CheckIn.Hub.Web.OpenApi;
using CheckIn.Hub.Web.Parts;
using CheckIn.Hub.Web.Steering;
using CheckIn.Hub.Web.Venues;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub;

/// <summary>The hub, put together.</summary>
public static class HubApplication
{
    /// <summary>
    /// Settings come from appsettings.json beside the program, then CHECKIN_ in the environment, then <paramref
    /// name="args"/>.
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">
    /// Has the last word on services and settings, for whoever composes the hub otherwise.
    /// </param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        AddSources(builder.Configuration, args)
            .AddSecretFiles(Environment.GetEnvironmentVariable(SecretFiles.CredentialsVariable));
        var logging = builder.Logging.ClearProviders().AddConfiguration(builder.Configuration.GetSection("Logging"));
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
            console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        });
        AddParts(builder);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseHubMetrics();
        SecretFiles.WarnOfExposed(app.Configuration, app.Logger);
        app.UseDefence();
        app.Use(GateDoor.JudgeAsync);
        app.MapMqtt();
        app.Use(ForeignPages.JudgeAsync);
        var door = app.Services.GetRequiredService<Doorkeeper>();
        app.Use(door.ReadAsync);
        app.UseRateLimiter();
        app.Use(door.JudgeAsync);
        app.Use(FormProofs.JudgeAsync);
        app.MapPages();
        app.MapApi();
        app.MapMetrics();
        app.MapSites();
        app.MapFleet();
        app.MapAlerts();
        app.MapUpdates();
        app.MapCommands();
        app.MapSettings();
        app.MapCatalog();
        app.MapModes();
        app.MapVisitsApi();
        app.MapDeskApi();
        app.MapLists();
        app.MapPasses();
        app.MapCards();
        app.MapInvitations();
        app.MapAdmin();
        app.MapAccounts();
        app.MapAudit();
        app.MapGates();
        return app;
    }

    /// <summary>Where settings come from, the last word last.</summary>
    internal static IConfigurationBuilder AddSources(IConfigurationBuilder configuration, string[] args) => configuration
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables("CHECKIN_")
        .AddCommandLine(args);

    private static void AddParts(WebApplicationBuilder builder)
    {
        builder.Services
            .AddSettings<WebOptions>(builder.Configuration, "Web")
            .AddSettings<EventsOptions>(builder.Configuration, "Events")
            // First, so that it stops last, and what others do while they stop is sealed.
            .AddAudit()
            .AddAccounts(builder.Configuration)
            .AddDefence()
            .AddEnrolment(builder.Configuration)
            .AddKeys(builder.Configuration)
            .AddAuthority(builder.Configuration)
            .AddBroker(builder.Configuration)
            .AddSites(builder.Configuration)
            .AddFleet(builder.Configuration)
            .AddAlerts(builder.Configuration)
            .AddUpdates(builder.Configuration)
            .AddDesired(builder.Configuration)
            .AddModes()
            .AddLists()
            .AddCards()
            .AddPasses(builder.Configuration)
            .AddRegistrations(builder.Configuration)
            .AddVisitors(builder.Configuration)
            .AddCommands()
            .AddVisits()
            .AddVenues()
            .AddDesk()
            .AddBackups(builder.Configuration)
            .AddHubMetrics()
            .AddHomeAssistant(builder.Configuration)
            .AddSingleton<EventCounters>()
            .AddSingleton<EventStore>()
            .AddSingleton<SetAside>()
            .AddSingleton<GateRows>()
            .AddSingleton<EnrolParts>()
            .AddSingleton<GateCourses>()
            .AddSingleton<GateSettingsParts>()
            .AddSingleton<CommandParts>()
            .AddSingleton<OnceForms>()
            .AddSingleton<GuardParts>()
            .AddSingleton<FleetPictures>()
            .AddSingleton<SiteParts>()
            .AddSingleton<AlertParts>()
            .AddSingleton<RecipientParts>()
            .AddSingleton<ShellFacts>()
            .AddSingleton<VenueParts>()
            .AddSteeringPages()
            .AddAccountPages()
            .AddSingleton<EventMinutes>()
            .AddSingleton<EventCursors>()
            .AddSingleton<WallPages>()
            .AddSingleton<LiveNews>()
            .AddHostedService(static provider => provider.GetRequiredService<LiveNews>())
            .AddSingleton<IGateInbox, GateInbox>()
            .AddHostedService<ServerKeeper>()
            .AddHostedService<CorrectionService>()
            .ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower)
            // Vietnamese as it is: as numbers every letter with a mark would take eight.
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
            .AddOpenApi(static options => options.AddDocumentTransformer<ApiDocument>())
            .AddProblemDetails()
            .AddRazorComponents();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.UseBroker();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, WebListener>();
    }
}
