using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Discovery;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Enrolment.Waiting;

internal static class WaitingRegistration
{
    /// <summary>
    /// A gate that is nobody: no journal, no keys, no uplink; scanners, lamps, and a way to be enrolled.
    /// </summary>
    /// <param name="builder">The host's.</param>
    /// <param name="language">What it speaks.</param>
    /// <param name="keepScanner">Hears of the scanner that has read the code.</param>
    internal static void AddWaitingGate(
        this HostApplicationBuilder builder, Language language, Action<WaitingScanner> keepScanner) =>
        builder.AddParts().AddEnrolment(builder.Configuration)
            .AddHostedService(provider => new WaitingGate(
                Lanes(provider), () => OpenGpio(provider), Scanners(provider, Lanes(provider), LookForScanners),
                provider.GetRequiredService<Enroller>().EnrolAsync,
                () => provider.GetRequiredService<EnrolmentStore>().Read() is not null, keepScanner,
                provider.GetRequiredService<IOptions<EnrolmentOptions>>().Value, language,
                provider.GetRequiredService<Supervisor>(), provider.GetRequiredService<Liveness>(),
                provider.GetRequiredService<Recomposition>(), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<WaitingGate>>()));

    /// <summary>A gate that is enrolled and has lanes without a scanner.</summary>
    /// <param name="builder">The host's.</param>
    /// <param name="language">What it speaks.</param>
    /// <param name="missing">The lanes' names.</param>
    /// <param name="keep">Keeps a lane's scanner.</param>
    internal static void AddScannerChoice(
        this HostApplicationBuilder builder, Language language, IReadOnlyList<string> missing,
        Action<string, IReadOnlyDictionary<string, string>> keep) =>
        builder.AddParts().AddHostedService(provider => new ScannerWanted(
            Lanes(provider), missing, () => OpenGpio(provider),
            Scanners(provider, [], () => LookForScanners().Where(found => !IsNamed(found, Lanes(provider)))), keep, language,
            provider.GetRequiredService<Supervisor>(), provider.GetRequiredService<Recomposition>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ScannerWanted>>()));

    /// <summary>The scanners that this user may open and that are likely to be some.</summary>
    internal static IEnumerable<FoundScanner> LookForScanners() => WaitingScanners.Usable(
        new ScannerSurvey(DeviceTree.Here, ScannerSurvey.MayOpen).Look(), atTerminal: !Console.IsInputRedirected);

    private static IServiceCollection AddParts(this HostApplicationBuilder builder) => builder.Services
        .AddSingleton<GateAlarms>()
        .AddSingleton<GateCounters>()
        .AddSupervision()
        .AddSettings<GpioOptions>(builder.Configuration, "Gpio")
        .AddSingleton(WaitingLanes.Read(builder.Configuration))
        .AddSingleton<ScannerOpening>();

    private static WaitingScanners Scanners(
        IServiceProvider provider, IReadOnlyList<LaneOptions> lanes, Func<IEnumerable<FoundScanner>> look) =>
        new(lanes, look, provider.GetRequiredService<ScannerOpening>(), provider.GetRequiredService<TimeProvider>());

    /// <summary>Whether it is a lane's already.</summary>
    private static bool IsNamed(FoundScanner found, IEnumerable<LaneOptions> lanes) => lanes.Any(lane =>
        lane.Scanner.Device is { Length: > 0 } device
        && (device == found.Path || device == found.Usb || device == found.Settings.GetValueOrDefault("Device")));

    private static IReadOnlyList<LaneOptions> Lanes(IServiceProvider provider) =>
        provider.GetRequiredService<IReadOnlyList<LaneOptions>>();

    private static IGpioDriver OpenGpio(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<GpioOptions>>().Value is { Driver: GpioDriverKind.Linux } linux
            ? new LinuxGpioDriver(linux, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Liveness>())
            : new VirtualGpioDriver(
                provider.GetRequiredService<IOptions<GpioOptions>>().Value, provider.GetRequiredService<TimeProvider>());
}
