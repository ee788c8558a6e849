using System.Text;
using System.Threading.Channels;
using CheckIn.Fixtures;
using CheckIn.Gate.Enrolment.Waiting;
using CheckIn.Gate.Health;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Discovery;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Tests.Scanning.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Enrolment.Waiting;

/// <summary>Which scanners a gate that waits listens to; their lines are pseudo-terminals.</summary>
public class WaitingScannersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<(WaitingScanner Scanner, string Code)> _read = Channel.CreateUnbounded<(WaitingScanner, string)>();

    [Fact]
    public async Task Without_settings_every_scanner_that_is_plugged_in_is_listened_to_also_one_that_comes_later()
    {
        using var first = new PseudoTerminal();
        using var second = new PseudoTerminal();
        var found = new List<FoundScanner> { Found(first.Device, "Honeywell") };
        using var ending = new CancellationTokenSource();
        var scanners = Scanners([], () => found.ToArray());
        var opened = Channel.CreateUnbounded<WaitingScanner>();
        scanners.Opened += scanner => opened.Writer.TryWrite(scanner);
        var running = scanners.RunAsync(Take, ending.Token);
        await opened.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        await ShowAsync(first, "checkin-enrol:one");
        found.Add(Found(second.Device, "Newland"));
        await opened.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        var scanner = await ShowAsync(second, "checkin-enrol:two");
        Assert.Equal(("Newland, " + second.Device, second.Device), (scanner.Name, scanner.Settings!["Device"]));
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Scanners_that_the_settings_name_are_the_only_ones()
    {
        using var named = new PseudoTerminal();
        var lane = new LaneOptions { Name = "vao", Scanner = new ScannerOptions { Device = named.Device } };
        using var ending = new CancellationTokenSource();
        var running = Scanners([lane, new LaneOptions { Name = "ra" }], () => throw new InvalidOperationException("looked"))
            .RunAsync(Take, ending.Token);
        var scanner = await ShowAsync(named, "any code");
        Assert.Equal(("vao", (IReadOnlyDictionary<string, string>?)null), (scanner.Name, scanner.Settings));
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void A_keyboard_that_somebody_types_on_is_left_alone()
    {
        using var tree = new MadeUpTree()
            .Keyboard(1, "0c2e:0b61", "Honeywell 1200g", "usb-Honeywell-event-kbd")
            .Keyboard(2, "046d:c31c", "Logitech USB Keyboard", "usb-Logitech-event-kbd")
            .Keyboard(3, "1a86:e026", "HID 1a86:e026", "usb-1a86-event-kbd");
        var found = new ScannerSurvey(tree.Tree, static _ => true).Look();
        Assert.Equal(["Honeywell 1200g", "HID 1a86:e026"], WaitingScanners.Usable(found, atTerminal: false).Select(one => one.Name));
        Assert.Equal(["Honeywell 1200g"], WaitingScanners.Usable(found, atTerminal: true).Select(one => one.Name));
        Assert.Empty(WaitingScanners.Usable(new ScannerSurvey(tree.Tree, static _ => false).Look(), atTerminal: false));
    }

    private static WaitingScanners Scanners(IReadOnlyList<LaneOptions> lanes, Func<IEnumerable<FoundScanner>> look) => new(
        lanes, look,
        new ScannerOpening(new GateCounters(), new Liveness(TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance),
        TimeProvider.System);

    private void Take(WaitingScanner scanner, ReadOnlyMemory<byte> code) =>
        _read.Writer.TryWrite((scanner, Encoding.UTF8.GetString(code.Span)));

    /// <summary>Shows a code until it is read: what comes before a line is listened to is thrown away.</summary>
    private async Task<WaitingScanner> ShowAsync(PseudoTerminal line, string code)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            line.Write(code + "\r");
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
            wait.CancelAfter(500);
            try
            {
                while (true)
                {
                    var (scanner, read) = await _read.Reader.ReadAsync(wait.Token);
                    if (read == code)
                        return scanner;
                }
            }
            catch (OperationCanceledException) when (!limit.IsCancellationRequested)
            {
                // Not listened to yet.
            }
        }
    }

    private static FoundScanner Found(string device, string name) => new(
        ScannerKind.Serial, name, device, null, null, Likelihood.Likely, true,
        new Dictionary<string, string> { ["Kind"] = "Serial", ["Device"] = device });
}
