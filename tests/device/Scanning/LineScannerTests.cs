using System.Text;
using CheckIn.Fixtures;
using CheckIn.Gate.Health;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Serial;
using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Tests.Scanning;

/// <summary>A scanner on a line, by the example of a serial one at a real terminal.</summary>
public sealed class LineScannerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-line-").FullName;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly Liveness _liveness = new(TimeProvider.System);

    private string Device => Path.Combine(_folder, "scanner");

    public void Dispose()
    {
        _limit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Codes_come_whole_through_a_real_terminal_with_and_without_an_end()
    {
        using var terminal = PlugIn();
        await using var codes = await ListenAsync();
        terminal.Write("001099000001||Nguyễn Văn Thử\r\n");
        Assert.Equal("001099000001||Nguyễn Văn Thử", await NextAsync(codes));
        terminal.Write("không có kết thúc");
        Assert.Equal("không có kết thúc", await NextAsync(codes));
    }

    [Fact]
    public async Task The_same_code_sent_again_at_once_counts_once()
    {
        using var terminal = PlugIn();
        await using var codes = await ListenAsync();
        terminal.Write("một\rmột\rmột\rhai\r");
        Assert.Equal("một", await NextAsync(codes));
        Assert.Equal("hai", await NextAsync(codes));
    }

    [Fact]
    public async Task What_was_sent_before_anybody_listened_opens_nothing()
    {
        using var terminal = PlugIn();
        terminal.Write("mã cũ\r");
        await using var codes = await ListenAsync();
        terminal.Write("mã mới\r");
        Assert.Equal("mã mới", await NextAsync(codes));
    }

    [Fact]
    public async Task A_scanner_that_was_unplugged_is_read_again_when_it_is_back()
    {
        var terminal = PlugIn();
        var opened = new LogSignal(eventId: 1100);
        var gone = new LogSignal(eventId: 1102);
        var scanner = Scanner(opened, gone);
        await using var codes = scanner.ReadAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);
        var next = codes.MoveNextAsync();
        await opened.NextAsync(_limit.Token);
        Assert.True(scanner.Status.Ready);
        terminal.Write("bị cắt");
        terminal.Dispose();
        File.Delete(Device);
        await gone.NextAsync(_limit.Token);
        Assert.False(scanner.Status.Ready);
        using var again = PlugIn();
        await opened.NextAsync(_limit.Token);
        again.Write("sau khi cắm lại\n");
        Assert.True(await next);
        Assert.Equal("sau khi cắm lại", Text(codes.Current));
    }

    [Fact]
    public async Task A_lane_that_is_busy_loses_no_code_and_merges_none()
    {
        using var terminal = PlugIn();
        await using var codes = await ListenAsync();
        var sent = Enumerable.Range(0, 3 * LineScanner.Capacity).Select(i => $"mã-{i:00}").ToList();
        terminal.Write(string.Concat(sent.Select(code => code + "\r\n"))); // more than may wait, before any is taken
        foreach (var code in sent)
            Assert.Equal(code, await NextAsync(codes));
    }

    [Fact]
    public async Task A_code_for_which_the_lane_had_no_time_opens_nothing_later()
    {
        using var terminal = PlugIn();
        var time = new FakeTime();
        var opened = new LogSignal(eventId: 1100);
        var counters = new GateCounters();
        var scanner = Scanner(time, counters, opened);
        await using var codes = scanner.ReadAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);
        var first = codes.MoveNextAsync();
        await opened.NextAsync(_limit.Token);
        terminal.Write("một\rhai\r");
        Assert.True(await first);
        await CountedAsync(counters, 2);
        time.Advance(LineScanner.StaleAfter + TimeSpan.FromSeconds(1));
        terminal.Write("ba\r");
        Assert.True(await codes.MoveNextAsync());
        Assert.Equal("ba", Text(codes.Current));
    }

    [Fact]
    public async Task A_scanner_that_is_missing_at_first_is_read_when_it_comes_and_its_loop_goes_on_meanwhile()
    {
        var missing = new LogSignal(eventId: 1101);
        var opened = new LogSignal(eventId: 1100);
        var scanner = Scanner(missing, opened);
        await using var codes = scanner.ReadAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);
        var next = codes.MoveNextAsync();
        await missing.NextAsync(_limit.Token);
        Assert.Contains("it is not plugged in", scanner.Status.Problem, StringComparison.Ordinal);
        Assert.Empty(_liveness.Silent());
        using var terminal = PlugIn();
        await opened.NextAsync(_limit.Token);
        Assert.Empty(_liveness.Silent());
        terminal.Write("đến sau\n");
        Assert.True(await next);
    }

    private PseudoTerminal PlugIn()
    {
        var terminal = new PseudoTerminal();
        File.CreateSymbolicLink(Device, terminal.Device);
        return terminal;
    }

    private LineScanner Scanner(params LogSignal[] signals) => Scanner(TimeProvider.System, new GateCounters(), signals);

    private LineScanner Scanner(TimeProvider time, GateCounters counters, params LogSignal[] signals)
    {
        var options = new ScannerOptions { Device = Device };
        return new LineScanner("vao", SerialPort.LineOf(options), options, counters, _liveness, time, new LogSignals(signals));
    }

    /// <summary>What is sent from now on is listened to.</summary>
    private async Task<IAsyncEnumerator<ScannedCode>> ListenAsync()
    {
        var opened = new LogSignal(eventId: 1100);
        var codes = Scanner(opened).ReadAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);
        await opened.NextAsync(_limit.Token);
        return codes;
    }

    private static async Task CountedAsync(GateCounters counters, long reads)
    {
        while (counters.Reads < reads)
            await Task.Delay(5);
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<ScannedCode> codes)
    {
        Assert.True(await codes.MoveNextAsync());
        return Text(codes.Current);
    }

    private static string Text(ScannedCode code) => Encoding.UTF8.GetString(code.Bytes.Span);
}
