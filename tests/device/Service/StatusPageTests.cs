using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Service;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Tests.Service;

/// <summary>Read aloud: what a technician is told.</summary>
public sealed class StatusPageTests
{
    private static readonly HealthMessage Health = new(
        7, 11_520, 37, 100, 90, 10, 36_000, 140, 1_258_291, new ClockReading("b", 1, 2, new ClockQuality(2, 65)))
    {
        JournalPercent = 3,
        WrittenBytesDay = 4_299_161,
        Unreadable = 4,
        Version = "0.1.0",
        Board = new BoardHealth(54.5, false, false, null),
        Disk = new DiskHealth(8_053_063_680, 31_138_512_896),
        Memory = new MemoryHealth(64_906_854, 32_505_856),
        Link = new LinkHealth(7_500, null, 2, 12.4),
        Guard = "ready",
        Lanes =
        [
            new LaneHealth("vao", true, 1090, 12, "/dev/video0", null, "640x480 GREY 15/s", 14.8, 71),
            new LaneHealth("ra", true, 0, null, "/dev/ttyACM0"),
        ],
    };

    private static readonly StatusReport Report = new(
        "cong-a2", "Cổng A2", 4711, "checkin", "mqtt://127.0.0.1:1883", "/var/lib/checkin/journal.db", true, 10, [], [],
        [new SensorReading("emergency", 5, false), new SensorReading("vao door", 6, true)], Health);

    [Fact]
    public void A_gate_that_is_well_says_so_in_its_first_line()
    {
        var (lines, isWell) = StatusPage.Of(Report, Language.English);
        Assert.True(isWell);
        Assert.Equal(
            """
            ✓ Gate Cổng A2 is running, all is well
              id cong-a2, version 0.1.0, running for 3 h 12 min, process 4711, user checkin
              hub          ✓ connected for 2 h 5 min to mqtt://127.0.0.1:1883, 12 ms there and back; events waiting: 37
              journal      ✓ /var/lib/checkin/journal.db, 1.2 MiB, 3 % full; 4.1 MiB written to the medium since the start
              clock        ✓ right to 2 ms, last set 1 min 5 s ago
              disk         ✓ 7.5 GiB free of 29 GiB
              board        ✓ 54.5 °C; supply good; full speed
              memory         61.9 MiB, 31 MiB of it its own
              relays       ✓ held by the guard
              lane vao     ✓ /dev/video0, 640x480 GREY 15/s, 14.8 frames a second, focus 71 of 100; codes: 1,090, the last one 12 s ago
              lane ra      ✓ /dev/ttyACM0; no code yet
              contacts       emergency off, vao door on
              since start    codes read: 140, admitted: 90, refused: 10, not readable: 4
            """, string.Join('\n', lines));
    }

    [Fact]
    public void In_Vietnamese_as_well()
    {
        var (lines, isWell) = StatusPage.Of(Report, Language.Vietnamese);
        Assert.True(isWell);
        Assert.Equal(
            """
            ✓ Cổng A2 đang chạy, mọi thứ đều tốt
              mã cong-a2, phiên bản 0.1.0, đã chạy 3 giờ 12 phút, tiến trình 4711, người dùng checkin
              trung tâm    ✓ kết nối được 2 giờ 5 phút, mqtt://127.0.0.1:1883, đi và về mất 12 ms; 37 sự kiện chưa gửi
              nhật ký      ✓ /var/lib/checkin/journal.db, 1,2 MiB, đầy 3 %; ghi lên thẻ nhớ 4,1 MiB từ khi khởi động
              đồng hồ      ✓ lệch nhiều nhất 2 ms, chỉnh lần cuối 1 phút 5 giây trước
              đĩa          ✓ còn trống 7,5 GiB trên 29 GiB
              bo mạch      ✓ 54,5 °C; nguồn điện tốt; chạy đủ tốc độ
              bộ nhớ         61,9 MiB, trong đó 31 MiB là riêng
              rơ-le        ✓ do bộ giữ trông coi
              làn vao      ✓ /dev/video0, 640x480 GREY 15/s, 14,8 khung hình mỗi giây, độ nét 71 trên 100; 1.090 mã, mã cuối 12 giây trước
              làn ra       ✓ /dev/ttyACM0; chưa có mã nào
              tiếp điểm      emergency tắt, vao door bật
              từ khi chạy    đọc được 140 mã, cho qua 90, từ chối 10, không đọc được 4
            """, string.Join('\n', lines));
    }

    [Fact]
    public void What_needs_a_look_is_named_in_the_first_line_and_marked()
    {
        var (lines, isWell) = StatusPage.Of(Report with
        {
            Silent = ["scanner vao"],
            Health = Health with
            {
                Clock = new ClockReading("b", 1, 2, null),
                Board = new BoardHealth(84, true, true, 600),
                Link = new LinkHealth(null, 61, 2, 12.4, "Connection refused."),
                Guard = "lost",
                Lanes = [new LaneHealth("vao", false, 3, 5, "/dev/ttyACM0", "It is unplugged.")],
                Alarms = ["disk_low", "under_voltage", "weather"],
            },
        }, Language.English);
        Assert.False(isWell);
        Assert.Equal("! Gate Cổng A2 is running, but needs a look: hub, clock, disk, board, relays, lane vao, loops, alarms", lines[0]);
        Assert.Contains("  lane vao     ✗ scanner not ready: It is unplugged.", lines);
        Assert.Contains("  hub          ! no connection for 1 min 1 s to mqtt://127.0.0.1:1883 (Connection refused); events waiting: 37", lines);
        Assert.Contains("  alarms       ! little room on the card, supply too weak, weather", lines);
        Assert.Contains(
            "  board        ! 84 °C; supply too weak: use the board's own supply and a short cable; "
            + "slows itself down: look at supply and cooling; processor limited to 600 MHz", lines);
    }

    [Theory]
    [InlineData(ReportedStates.Applied, 7, null, true, "  settings     ✓ the hub's, version 7, are in force")]
    [InlineData(ReportedStates.Trying, 9, 9L, true, "  settings       the hub's, version 9, are in force on trial")]
    [InlineData(ReportedStates.Waiting, 7, 9L, true, "  settings       the hub's, version 9, wait until nobody is passing")]
    [InlineData(ReportedStates.Refused, 7, 9L, false,
        "  settings     ! the hub's, version 9, were not taken: too hot; those before hold")]
    [InlineData(ReportedStates.Reverted, 7, 9L, false,
        "  settings     ! the hub's, version 9, were tried and taken back: too hot; those before hold")]
    public void How_it_stands_with_the_hubs_settings_is_said(string state, long version, long? wanted, bool well, string line)
    {
        var said = new ReportedMessage(version, state, wanted, well ? null : [new SettingsError("Health:TooHot", "too hot.")]);
        var (lines, isWell) = StatusPage.Of(Report with { HubSettings = said }, Language.English);
        Assert.Equal(well, isWell);
        Assert.Contains(line, lines);
    }

    [Fact]
    public void Of_settings_that_the_hub_never_spoke_of_nothing_is_said() => Assert.Equal(
        StatusPage.Of(Report, Language.English).Lines,
        StatusPage.Of(Report with { HubSettings = new(0, ReportedStates.Applied) }, Language.English).Lines);

    [Fact]
    public void An_order_that_a_lane_follows_is_said_with_its_end()
    {
        var report = Report with { Modes = [new LaneModeReading("vao", ModeWords.Lockdown, 3_660)] };
        Assert.Contains(
            "  lane vao       ordered by the hub: lockdown, no code lets anybody in; ends in 1 h 1 min",
            StatusPage.Of(report, Language.English).Lines);
        Assert.Contains(
            "  làn vao        theo lệnh của trung tâm: khoá lối vào, không mã nào được vào; hết hạn sau 1 giờ 1 phút",
            StatusPage.Of(report, Language.Vietnamese).Lines);
    }

    [Theory]
    [InlineData(120, true, "✓", "2 min", "2 phút")]
    [InlineData(345_600, false, "!", "4 days", "4 ngày")]
    public void How_old_the_lists_are_is_said(long age, bool well, string mark, string english, string vietnamese)
    {
        var report = Report with { Health = Health with { Lists = [new("passes", 7, 5), new("revocations", 9, age)] } };
        var (lines, isWell) = StatusPage.Of(report, Language.English);
        Assert.Equal(well, isWell);
        Assert.Contains($"  lists        {mark} keys of passes confirmed 5 s ago, revoked passes confirmed {english} ago", lines);
        Assert.Contains(
            $"  danh sách    {mark} khoá ký thẻ xác nhận 5 giây trước, thẻ bị thu hồi xác nhận {vietnamese} trước",
            StatusPage.Of(report, Language.Vietnamese).Lines);
    }

    [Fact]
    public void What_is_not_known_has_no_line()
    {
        var (lines, _) = StatusPage.Of(
            Report with { Health = new HealthMessage(0, 1, 0, 0, 0, 0, 0, 0, 0) }, Language.English);
        Assert.DoesNotContain(lines, line => line.Contains("board", StringComparison.Ordinal) || line.Contains("disk", StringComparison.Ordinal)
            || line.Contains("clock", StringComparison.Ordinal) || line.Contains("lane", StringComparison.Ordinal));
    }
}
