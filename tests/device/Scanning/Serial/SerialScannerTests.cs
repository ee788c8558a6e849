using CheckIn.Fixtures;
using System.Text;
using CheckIn.Gate.Health;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Serial;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Scanning.Serial;

public sealed class SerialScannerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-serial-").FullName;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));

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
        await using var codes = Listen();
        await ReadyAsync(codes, terminal);
        terminal.Write("001099000001||Nguyễn Văn Thử\r\n");
        Assert.Equal("001099000001||Nguyễn Văn Thử", await NextAsync(codes));
        terminal.Write("không có kết thúc");
        Assert.Equal("không có kết thúc", await NextAsync(codes));
    }

    [Fact]
    public async Task The_same_code_sent_again_at_once_counts_once()
    {
        using var terminal = PlugIn();
        await using var codes = Listen();
        await ReadyAsync(codes, terminal);
        terminal.Write("một\rmột\rmột\rhai\r");
        Assert.Equal("một", await NextAsync(codes));
        Assert.Equal("hai", await NextAsync(codes));
    }

    [Fact]
    public async Task A_scanner_that_was_unplugged_is_read_again_when_it_is_back()
    {
        var terminal = PlugIn();
        await using var codes = Listen();
        await ReadyAsync(codes, terminal);
        terminal.Write("bị cắt");
        terminal.Dispose();
        File.Delete(Device);
        using var again = PlugIn();
        again.Write("sau khi cắm lại\n");
        Assert.Equal("sau khi cắm lại", await NextAsync(codes));
    }

    [Fact]
    public async Task A_lane_that_is_busy_loses_no_code_and_merges_none()
    {
        using var terminal = PlugIn();
        await using var codes = Listen();
        await ReadyAsync(codes, terminal);
        var sent = Enumerable.Range(0, 3 * SerialScanner.Capacity).Select(i => $"mã-{i:00}").ToList();
        terminal.Write(string.Concat(sent.Select(code => code + "\r\n"))); // more than may wait, before any is taken
        foreach (var code in sent)
            Assert.Equal(code, await NextAsync(codes));
    }

    [Fact]
    public async Task A_scanner_that_is_missing_at_first_is_read_when_it_comes()
    {
        var missing = new LogSignal(eventId: 1101);
        await using var codes = Listen(missing);
        var next = codes.MoveNextAsync();
        await missing.Raised.WaitAsync(_limit.Token);
        using var terminal = PlugIn();
        terminal.Write("đến sau\n");
        Assert.True(await next);
        Assert.Equal("đến sau", Encoding.UTF8.GetString(codes.Current.Bytes.Span));
    }

    [Fact]
    public void What_is_no_serial_device_is_named()
    {
        File.WriteAllText(Device, "");
        Assert.Contains("is no serial device", Assert.Throws<IOException>(() => SerialPort.Open(Device, 9600)).Message, StringComparison.Ordinal);
    }

    private PseudoTerminal PlugIn()
    {
        var terminal = new PseudoTerminal();
        File.CreateSymbolicLink(Device, terminal.Device);
        return terminal;
    }

    private IAsyncEnumerator<ScannedCode> Listen(ILogger? logger = null) => new SerialScanner(
        "vao", new ScannerOptions { Device = Device }, new GateCounters(), TimeProvider.System, logger ?? NullLogger.Instance)
        .ReadAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);

    /// <summary>The line is raw from its first code on.</summary>
    private static async Task ReadyAsync(IAsyncEnumerator<ScannedCode> codes, PseudoTerminal terminal)
    {
        var first = NextAsync(codes);
        terminal.Write("sẵn sàng\n");
        Assert.Equal("sẵn sàng", await first);
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<ScannedCode> codes)
    {
        Assert.True(await codes.MoveNextAsync());
        return Encoding.UTF8.GetString(codes.Current.Bytes.Span);
    }
}
