using CheckIn.Contract;
using CheckIn.Gate.Service;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Service.Doctor;
using CheckIn.Settings;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Service.Doctor;

/// <summary>Read aloud: what a technician is asked and told at a lane.</summary>
public sealed class LaneChecksTests : IDisposable
{
    private static readonly LaneHealth Sharp = new("vao", true, 3, 60, "/dev/video0", null, "640x480 GREY 15/s", 14.8, 71);
    private readonly StringWriter _said = new();

    public void Dispose() => _said.Dispose();

    [Fact]
    public async Task Everything_works_and_the_technician_has_seen_it()
    {
        var bench = new MadeUpBench("scanner", "relay", "green", "red", "buzzer", "sensors")
            .Scanner(Sharp, Sharp with { Focus = 60 }, Sharp with { Codes = 4 })
            .Sensors([new("passage", 5, false), new("door", 6, false)], [new("passage", 5, true), new("door", 6, false)], [new("passage", 5, false), new("door", 6, true)]);
        Assert.Equal(
            """
              Hold a code before the scanner of lane vao (20 s).
              14.8 frames a second, focus 71 of 100
              14.8 frames a second, focus 60 of 100
              14.8 frames a second, focus 71 of 100
            ✓ good      lane vao, scanner: /dev/video0 has read a code; 640x480 GREY 15/s; 14.8 frames a second, focus 71 of 100
            ? The turnstile of lane vao will open for 500 ms. Is nobody in it? y/n ? Did it click and open? y/n ✓ good      lane vao, relay: tried, and it works
            ? Did the green lamp of lane vao shine? y/n ✓ good      lane vao, green lamp: tried, and it works
            ? Did the red lamp of lane vao shine? y/n ✓ good      lane vao, red lamp: tried, and it works
            ? Did the buzzer of lane vao sound? y/n ✓ good      lane vao, buzzer: tried, and it works
              Work every contact of lane vao once: turn, open and close, press (20 s).
              passage off, door off
              passage on, door off
              passage off, door on
            ✓ good      lane vao, contacts: seen to change: passage, door
            ✓ All 6 checks are good.

            """, await LookAsync(bench, Language.English, "y\ny\ny\ny\ny\n"));
        Assert.Equal(["scanner True", "relay True", "green True", "red True", "buzzer True"], bench.Judged);
    }

    [Fact]
    public async Task In_Vietnamese_and_with_faults()
    {
        var bench = new MadeUpBench("scanner", "relay", "green", "buzzer", "sensors")
            .Scanner(Sharp, Sharp with { Focus = 60 })
            .Sensors([new("passage", 5, false), new("door", 6, false)], [new("passage", 5, true), new("door", 6, false)]);
        Assert.Equal(
            """
              Hãy giữ một mã trước đầu đọc của làn vao (20 giây).
              14,8 khung hình mỗi giây, độ nét 71 trên 100
              14,8 khung hình mỗi giây, độ nét 60 trên 100
            ✗ hỏng      làn vao, đầu đọc: /dev/video0 sẵn sàng, nhưng 20 giây chưa đọc được mã nào; 640x480 GREY 15/s; 14,8 khung hình mỗi giây, độ nét 60 trên 100 → giữ mã phẳng và yên, cách 10 đến 30 cm; lau mặt kính; thử mã in trên giấy
            ? Cửa xoay của làn vao sẽ mở 500 ms. Không có ai trong cửa chứ? c/k ? Có nghe tiếng tách và cửa mở không? c/k ✗ hỏng      làn vao, rơ-le: đã thử, nhưng không có gì xảy ra → xem lại dây, nguồn và chân cắm (checkin-gate pins); rơ-le luôn bật khi nghỉ thì đổi Polarity
            ? Đèn xanh của làn vao có sáng không? c/k ! cần xem   làn vao, đèn xanh: đã thử, nhưng chưa có ai xác nhận
            ? Còi của làn vao có kêu không? c/k ✓ tốt       làn vao, còi: đã thử, hoạt động
              Hãy tác động mỗi tiếp điểm của làn vao một lần: xoay, mở và đóng, bấm nút (20 giây).
              passage tắt, door tắt
              passage bật, door tắt
            ✗ hỏng      làn vao, tiếp điểm: chưa thấy thay đổi: door → xem lại dây và chân cắm (checkin-gate pins); tiếp điểm ngược thì đổi Polarity
            ✗ Đã kiểm tra 5 mục: 1 tốt, 1 cần xem, 3 hỏng.

            """, await LookAsync(bench, Language.Vietnamese, "có\nkhông\n\nC\n"));
        Assert.Equal(["scanner False", "relay False", "buzzer True"], bench.Judged);
    }

    [Fact]
    public async Task With_nobody_there_nothing_moves_and_only_what_can_be_judged_is()
    {
        var bench = new MadeUpBench("scanner", "relay", "green").Scanner(Sharp);
        Assert.Equal(
            """
            ✓ good      lane vao, scanner: /dev/video0 is ready; 640x480 GREY 15/s; 14.8 frames a second, focus 71 of 100
            · not tried lane vao, relay: that needs somebody who looks and listens
            · not tried lane vao, green lamp: that needs somebody who looks and listens
            ✓ 3 checks: 1 good, 0 to look at, 0 wrong. Not tried: 2.

            """, await LookAsync(bench, Language.English, null));
        Assert.Equal(["scanner"], bench.Tried);
    }

    [Fact]
    public async Task A_turnstile_with_somebody_in_it_is_left_alone()
    {
        var bench = new MadeUpBench("relay");
        Assert.Contains("· not tried lane vao, relay", await LookAsync(bench, Language.English, "n\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("relay", bench.Tried);
    }

    [Theory]
    [InlineData(0.0, 71, "✗ wrong     lane vao, scanner: /dev/video0 is ready, but sends no pictures → look at its cable; another program may have it (fuser -v /dev/video0)")]
    [InlineData(15.0, 4, "! look      lane vao, scanner: /dev/video0, focus 4 of 100: what it sees is blurred, or there is nothing before it → ")]
    public async Task A_camera_that_is_dark_or_blurred_is_known_without_anybody(double frames, int focus, string line) =>
        Assert.Contains(
            line, await LookAsync(new MadeUpBench("scanner").Scanner(Sharp with { FramesPerSecond = frames, Focus = focus }), Language.English, null),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("emergency", "· not tried lane vao, relay: an emergency holds the gate open → end the emergency first; nothing is tried meanwhile")]
    [InlineData("journal_failed", "✗ wrong     lane vao, relay: it could not be tried (the disk is full) → mend that first")]
    public async Task What_the_gate_refuses_is_told_with_its_reason(string error, string line) =>
        Assert.Contains(
            line, await LookAsync(
                new MadeUpBench("relay").Answers("relay", ServiceAnswer.Refused(error, "the disk is full")), Language.English, "y\n"),
            StringComparison.Ordinal);

    [Fact]
    public async Task As_JSON_it_is_one_flat_object_a_line()
    {
        var lines = (await LookAsync(new MadeUpBench("scanner").Scanner(Sharp with { Ready = false, Problem = "Đã rút ra." }), Language.Vietnamese, null, true))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            """{"check":"scanner","lane":"vao","state":"wrong","finding":"chưa sẵn sàng (máy báo: Đã rút ra)","advice":"cắm lại, hoặc ghi đúng tên vào Lanes:n:Scanner:Device (checkin-gate scanners liệt kê những gì đang có)"}""",
            lines[0]);
        Assert.Equal("""{"check":"summary","checks":1,"good":0,"look":0,"wrong":1,"not_tried":0}""", lines[1]);
    }

    private async Task<string> LookAsync(MadeUpBench bench, Language language, string? answers, bool json = false)
    {
        var examination = new Examination(
            null, new ConfigurationBuilder().Build(), language, new Technician(new StringReader(answers ?? ""), _said, answers is not null));
        var report = new DoctorReport(_said, DoctorWords.Of(language), json);
        await foreach (var finding in new LaneChecks(bench, null).LookAsync(examination, CancellationToken.None))
            await report.AddAsync(finding);
        await report.EndAsync();
        return _said.ToString();
    }
}
