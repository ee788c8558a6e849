using CheckIn.Contract;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Kiosk;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile;
using CheckIn.Gate.Uplink;
using CheckIn.Rules;
using CheckIn.Storage;
using CheckIn.Time;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Lanes;

internal static class LanesRegistration
{
    internal static IServiceCollection AddLanes(this IServiceCollection services, IConfiguration configuration) => services
        .AddParts(configuration)
        .AddHostedService<ClockMemory>()
        .AddHostedService<SettingsReport>()
        .AddModes()
        .AddSingleton(provider => new SettingsMemory(
            Path.GetFullPath(provider.GetRequiredService<IOptions<JournalOptions>>().Value.Path) + "-settings", configuration,
            provider.GetService<SettingsLife>()?.ChangedBy ?? SettingsLife.ByFile))
        .AddSingleton<LanesService>()
        .AddHostedService(provider => provider.GetRequiredService<LanesService>())
        .AddHostedService<ScannerWatch>()
        .AddHostedService(provider => provider.GetRequiredService<BoardWatch>());

    /// <summary>What a gate has besides lanes that are open.</summary>
    internal static IServiceCollection AddParts(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<LanesOptions>(configuration, "")
        .AddSettings<GpioOptions>(configuration, "Gpio")
        .AddSettings<KeyOptions>(configuration, "Keys")
        .AddRules(configuration)
        .AddScreens(configuration)
        .AddSingleton<GateCounters>()
        .AddSingleton(provider => new GateClock(
            provider.GetRequiredService<TimeProvider>(), logger: provider.GetRequiredService<ILogger<GateClock>>()))
        .AddSingleton<GateAlarms>()
        .AddSingleton(provider => new DiskWrites(provider.GetRequiredService<TimeProvider>()))
        .AddSettings<HealthOptions>(configuration, "Health")
        .AddSingleton(new Board())
        .AddSingleton<GateParts>()
        .AddSingleton<ScannerOpening>()
        .AddSingleton<GateHealth>()
        .AddSingleton(provider => new BoardWatch(
            provider.GetRequiredService<Board>(), provider.GetRequiredService<GateAlarms>(),
            new EventStamp(EventStamp.WholeGate, null, provider.GetRequiredService<GateClock>()),
            provider.GetRequiredService<EventRecorder>().Record, provider.GetRequiredService<GateJournal>(),
            provider.GetRequiredService<IOptions<HealthOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BoardWatch>>()))
        .AddSingleton(OpenKeys)
        .AddSingleton(Recorder)
        // Stopped in the reverse order: what the lanes record last still gets its row.
        .AddHostedService(provider => provider.GetRequiredService<EventRecorder>());

    internal static IServiceCollection AddJournal(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<JournalOptions>(configuration, "Journal")
        .AddSingleton(provider => GateJournal.Open(
            provider.GetRequiredService<IOptions<JournalOptions>>().Value, provider.GetRequiredService<GateClock>(), Boot.Id,
            provider.GetRequiredService<ILogger<GateJournal>>(), provider.GetRequiredService<Liveness>()));

    private static GateKeys OpenKeys(IServiceProvider provider)
    {
        var store = provider.GetRequiredService<EnrolmentStore>();
        var options = provider.GetRequiredService<IOptions<KeyOptions>>().Value;
        var delivered = store.ReadDelivery();
        if (delivered is not null)
        {
            foreach (var file in GateKeys.SiteFiles)
                KeyFile.Erase(Path.Combine(options.Directory, file));
        }
        var keys = GateKeys.Open(
            options, provider.GetRequiredService<GateClock>(),
            provider.GetRequiredService<ILogger<GateKeys>>(), delivered,
            RuleZone.Find(provider.GetRequiredService<IOptions<RulesOptions>>().Value.TimeZone));
        if (delivered is not null)
            store.ForgetDelivery();
        return keys;
    }

    private static EventRecorder Recorder(IServiceProvider provider) => new(
        provider.GetRequiredService<GateJournal>().AppendAsync, provider.GetRequiredService<GateAlarms>(),
        provider.GetRequiredService<GateCounters>(), provider.GetRequiredService<GateClock>(),
        provider.GetRequiredService<Liveness>(), provider.GetRequiredService<ILogger<EventRecorder>>());

    /// <summary>Says at start what the settings came to; there are no secrets among these.</summary>
    private sealed class SettingsReport(
        IOptions<GateOptions> gate, IOptions<JournalOptions> journal, IOptions<KeyOptions> keys,
        IOptions<UplinkOptions> uplink, IOptions<GpioOptions> gpio, ILogger<LanesService> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            Log.Settings(
                logger, gate.Value.Id, SqliteLibrary.Version, Path.GetFullPath(journal.Value.Path), journal.Value.Retention,
                journal.Value.MaxBytes, journal.Value.WhenFull, Path.GetFullPath(keys.Value.Directory), uplink.Value.Hub, gpio.Value.Driver,
                gpio.Value.Driver == GpioDriverKind.Linux ? gpio.Value.Chip : gpio.Value.TraceFile);
            if (SqliteLibrary.HasWalResetFault)
                Log.WalResetFault(logger, SqliteLibrary.Version);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
