using CheckIn.Fixtures;

namespace CheckIn.Shared.Tests.Time;

/// <summary>
/// Wall time is data: it is stamped, shown and stored, and decides about nothing that lasts. Whoever asks for it is
/// named here with what for, and no duration, liveness or retention is among that.
/// </summary>
public sealed class WallTimeTests
{
    private static readonly Dictionary<string, string> Askers = new()
    {
        ["device/Clock/GateClock.cs"] = "the stamp, with its quality",
        ["device/Enrolment/GateKeys.cs"] = "the calendar day of keys, by the gate's clock; a day never goes back",
        ["device/Journal/Salvage/JournalSalvage.cs"] = "a file's name",
        ["device/Lanes/Lane.cs"] = "rules are judged at the time that the gate believes in",
        ["hub/Broker/BrokerFile.cs"] = "what expired while the hub was down, never more than is left; a file's name",
        ["hub/Broker/ExternalBroker.cs"] = "the hub's state",
        ["hub/Broker/SessionTable.cs"] = "what expired while the hub was down, never more than is left",
        ["hub/Events/EventWriter.cs"] = "received_at",
        ["hub/Fleet/FleetRegistry.cs"] = "since, last seen and the clocks' difference, shown",
        ["hub/Fleet/HubAnnouncement.cs"] = "the hub's state",
    };

    [Fact]
    public void Nobody_else_asks_for_wall_time()
    {
        var root = Executables.Repository!;
        var found = new[] { "device", "hub", "shared" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(root, room), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Name: Path.GetRelativePath(root, file).Replace('\\', '/'), file))
            .Where(file => !file.Name.Contains("/obj/", StringComparison.Ordinal)
                && !file.Name.Contains("/bin/", StringComparison.Ordinal)
                && Asks(File.ReadAllText(file.file)))
            .Select(file => file.Name).Order(StringComparer.Ordinal);
        Assert.Equal(Askers.Keys.Order(StringComparer.Ordinal), found);
    }

    private static bool Asks(string source) => new[] { ".GetUtcNow(", ".GetLocalNow(", "'now'", "CURRENT_TIMESTAMP" }
        .Any(word => source.Contains(word, StringComparison.Ordinal));
}
