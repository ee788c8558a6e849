using System.Globalization;
using CheckIn.Gate.Health;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Uplink;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Service;

/// <summary>The running gate in figures, for whoever asks it.</summary>
internal sealed class StatusSource(
    IOptions<GateOptions> gate, IOptions<UplinkOptions> uplink, GateHealth health, GateParts parts, GateJournal journal,
    Liveness liveness, IdentityStanding identity, HubWishes wishes, IConfiguration settings, ModeKeeper? modes = null)
{
    internal StatusReport Read() => new(
        gate.Value.Id, gate.Value.Name.Length > 0 ? gate.Value.Name : gate.Value.Id, Environment.ProcessId,
        Peer.NameOf(Peer.OwnUser), uplink.Value.Hub.ToString().TrimEnd('/'), Path.GetFullPath(journal.Path),
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 }, WatchdogS, liveness.Silent(),
        parts.Equipment, parts.Sensors, health.Message(health.Link.Session, journal), identity.Read(),
        wishes.Report with { Modes = null }, modes?.Followed());

    /// <summary>What is set, and who said so.</summary>
    internal IReadOnlyList<SettingShown> Settings(bool withDefaults) =>
        settings is IConfigurationRoot root ? SettingsOrigin.Of(root, withDefaults) : [];

    /// <summary>systemd's $WATCHDOG_USEC.</summary>
    private static double? WatchdogS =>
        long.TryParse(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var us)
            ? us / 1e6 : null;
}
