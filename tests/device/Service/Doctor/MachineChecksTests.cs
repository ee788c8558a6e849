using System.Net.Sockets;
using CheckIn.Contract;
using CheckIn.Gate.Service;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Service.Doctor;
using CheckIn.Gate.Tests.Health;
using CheckIn.Mqtt;
using CheckIn.Settings;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Service.Doctor;

/// <summary>What is found at a made-up machine.</summary>
public sealed class MachineChecksTests : IDisposable
{
    private readonly MadeUpBoard _machine = new();
    private readonly Dictionary<string, string?> _settings = [];

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task A_good_supply_is_told_with_the_board_it_is_of()
    {
        _machine.Pi();
        Assert.Equal(
            new("power", CheckState.Good, "Raspberry Pi 4 Model B Rev 1.4; 54.5 °C; supply good; full speed"),
            Assert.Single(await LookAsync(new PowerCheck())));
    }

    [Fact]
    public async Task A_weak_supply_is_a_fault_with_what_to_do()
    {
        _machine.Pi(celsius: 61, underVoltage: 1, throttled: "50005");
        var finding = Assert.Single(await LookAsync(new PowerCheck(), language: Language.Vietnamese));
        Assert.Equal(CheckState.Wrong, finding.State);
        Assert.Equal(
            "Raspberry Pi 4 Model B Rev 1.4; 61 °C; nguồn điện yếu: đọc mã chậm đi, và thẻ nhớ có thể mất dữ liệu đang ghi; "
            + "bo mạch đang tự giảm tốc", finding.Found);
        Assert.Equal("dùng bộ nguồn chính hãng và dây ngắn, to; cấp nguồn riêng cho đầu đọc và khóa", finding.Advice);
    }

    [Fact]
    public async Task A_machine_that_tells_nothing_of_its_supply_is_neither_good_nor_wrong() =>
        Assert.Equal(CheckState.Skipped, Assert.Single(await LookAsync(new PowerCheck())).State);

    [Fact]
    public async Task A_watchdog_that_nobody_uses_is_told()
    {
        _machine.With("sys/class/watchdog/watchdog0/identity", "Broadcom BCM2835 Watchdog timer")
            .With("sys/class/watchdog/watchdog0/timeout", "15").With("sys/class/watchdog/watchdog0/state", "inactive");
        var idle = (await LookAsync(new SupervisionCheck()))[1];
        Assert.Equal((CheckState.Look, "Broadcom BCM2835 Watchdog timer is there, but nobody uses it: a machine that hangs stays so"), (idle.State, idle.Found));
        _machine.With("sys/class/watchdog/watchdog0/state", "active");
        var active = (await LookAsync(new SupervisionCheck()))[1];
        Assert.Equal(
            (CheckState.Good, "Broadcom BCM2835 Watchdog timer is active, the machine starts anew after 15 s of silence"),
            (active.State, active.Found));
    }

    [Fact]
    public async Task A_gate_started_by_hand_is_told_and_one_in_a_units_care_is_good()
    {
        Assert.Equal(CheckState.Look, (await LookAsync(new SupervisionCheck(), Running()))[0].State);
        Assert.Equal(CheckState.Look, (await LookAsync(new SupervisionCheck(), Running() with { Supervised = true }))[0].State);
        Assert.Equal(CheckState.Good, (await LookAsync(new SupervisionCheck(), Running() with { Supervised = true, WatchdogS = 10 }))[0].State);
        Assert.Equal(CheckState.Look, (await LookAsync(new SupervisionCheck()))[0].State);
        _machine.With("etc/systemd/system/checkin-gate.service", "[Unit]");
        Assert.Equal(CheckState.Good, (await LookAsync(new SupervisionCheck()))[0].State);
    }

    [Fact]
    public async Task A_user_who_may_not_use_the_devices_is_told_which_groups_he_lacks()
    {
        _machine.With("etc/group", "dialout:x:20:\nvideo:x:44:\ngpio:x:993:\nother:x:1000:")
            .With("etc/passwd", "checkin:x:999:1000::/:/bin/false")
            .With("proc/4711/status", "Uid:\t999\t999\t999\t999\nGid:\t1000\t1000\t1000\t1000\nGroups:\t20 ");
        _settings["Lanes:0:Scanner:Kind"] = "Serial";
        _settings["Lanes:1:Scanner:Kind"] = "Camera";
        Assert.Equal(
            new("user", CheckState.Wrong, "checkin is not in: gpio, video", "usermod -aG gpio,video checkin, then start the gate anew"),
            Assert.Single(await LookAsync(new UserCheck(), Running())));
        _machine.With("proc/4711/status", "Uid:\t999\t999\t999\t999\nGid:\t1000\t1000\t1000\t1000\nGroups:\t20 44 993 ");
        Assert.Equal(
            new("user", CheckState.Good, "checkin may use what the lanes need: dialout, gpio, video"),
            Assert.Single(await LookAsync(new UserCheck(), Running())));
        _machine.With("proc/4711/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t");
        Assert.Equal(CheckState.Look, Assert.Single(await LookAsync(new UserCheck(), Running())).State);
    }

    [Fact]
    public async Task Keys_that_others_may_read_and_what_opens_the_journal_are_told()
    {
        var folder = Path.Combine(_machine.Root, "keys");
        _settings["Keys:Directory"] = folder;
        Assert.Equal(CheckState.Skipped, await StateAsync());
        var privates = Directory.CreateDirectory(Path.Combine(folder, "tracing-private")).FullName;
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        Assert.Equal(CheckState.Wrong, await StateAsync());
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(CheckState.Good, await StateAsync());
        await File.WriteAllTextAsync(Path.Combine(privates, "2026-01-01"), "");
        Assert.Equal(CheckState.Look, await StateAsync());

        async Task<CheckState> StateAsync() => Assert.Single(await LookAsync(new KeysCheck())).State;
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, "start the hub")]
    [InlineData(SocketError.HostNotFound, "name server")]
    [InlineData(SocketError.TimedOut, "firewall")]
    [InlineData(SocketError.NetworkUnreachable, "Wi-Fi")]
    public void Why_the_hub_cannot_be_reached_says_what_to_do(SocketError error, string advice) =>
        Assert.Contains(
            advice, HubCheck.Advice(new MqttException("no connection", new SocketException((int)error)), DoctorWords.English),
            StringComparison.Ordinal);

    [Fact]
    public void A_hub_that_refuses_the_gate_is_another_matter_than_one_that_is_not_there() =>
        Assert.Contains(
            "Gate:Id", HubCheck.Advice(new MqttException("refused") { ReasonCode = (byte)MqttReasonCode.NotAuthorized }, DoctorWords.English),
            StringComparison.Ordinal);

    [Fact]
    public void Both_languages_say_the_same_of_machine_and_lanes()
    {
        WordsTests.AssertComplete(DoctorWords.English, DoctorWords.Vietnamese);
        WordsTests.AssertComplete(LaneWords.English, LaneWords.Vietnamese);
    }

    private static StatusReport Running() => new(
        "cong-a2", "Cổng A2", 4711, "checkin", "mqtt://127.0.0.1:1883", "/x/journal.db", false, null, [], [], [],
        new HealthMessage(1, 1, 0, 0, 0, 0, 0, 0, 0));

    private async Task<List<Finding>> LookAsync(ICheck check, StatusReport? running = null, Language language = Language.English)
    {
        var examination = new Examination(
            running, new ConfigurationBuilder().AddInMemoryCollection(_settings).Build(), language,
            new Technician(TextReader.Null, TextWriter.Null, false), _machine.Root);
        var findings = new List<Finding>();
        await foreach (var finding in check.LookAsync(examination, CancellationToken.None))
            findings.Add(finding);
        return findings;
    }
}
