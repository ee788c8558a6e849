using System.Runtime.InteropServices;
using System.Text;
using CheckIn.Gate.Health;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Keyboard;
using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Tests.Scanning.Keyboard;

/// <summary>A scanner that types, over a pipe in the place of its event device; grabbing is the hardware lab's to try.</summary>
public sealed partial class KeyboardLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-keys-").FullName;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly LogSignal _opened = new(eventId: 1100), _gone = new(eventId: 1102), _lost = new(eventId: 1106);

    private string Device => Path.Combine(_folder, "event3");

    public KeyboardLineTests() => Assert.Equal(0, MakePipe(Device, 0x180));

    public void Dispose()
    {
        _limit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_typed_comes_with_and_without_Enter_and_goes_on_after_unplugging()
    {
        await using var codes = Scanner().ReadAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);
        var first = codes.MoveNextAsync();
        await _opened.NextAsync(_limit.Token);
        using (var keys = PlugIn())
        {
            keys.Write(new ModelKeyboard().Type("Nguyễn|1", AltStyle.Unicode).Press(ModelKeyboard.Enter).Bytes);
            Assert.True(await first);
            Assert.Equal("Nguyễn|1", Text(codes.Current));
            keys.Write(new ModelKeyboard().Type("no end", AltStyle.Unicode).Bytes);
            Assert.True(await codes.MoveNextAsync());
            Assert.Equal("no end", Text(codes.Current));
            keys.Write(new ModelKeyboard().Type("cut off", AltStyle.Unicode).Bytes);
        }
        var next = codes.MoveNextAsync();
        await _gone.NextAsync(_limit.Token);
        await _opened.NextAsync(_limit.Token);
        using var again = PlugIn();
        again.Write(new ModelKeyboard().Type("back", AltStyle.Unicode).Press(ModelKeyboard.Enter).Bytes);
        Assert.True(await next);
        Assert.Equal("back", Text(codes.Current));
    }

    [Fact]
    public async Task A_gap_is_told_and_costs_one_code()
    {
        await using var codes = Scanner().ReadAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);
        var next = codes.MoveNextAsync();
        await _opened.NextAsync(_limit.Token);
        using var keys = PlugIn();
        keys.Write(new ModelKeyboard().Type('a').Event(InputEvent.Sync, InputEvent.Dropped, 0).Report().Type('b')
            .Press(ModelKeyboard.Enter).Type('c').Press(ModelKeyboard.Enter).Bytes);
        await _lost.NextAsync(_limit.Token);
        Assert.True(await next);
        Assert.Equal("c", Text(codes.Current));
    }

    [Fact]
    public void What_is_no_input_device_is_named() => Assert.Contains(
        "is no input device", Assert.Throws<IOException>(() => EventDevice.Open("0c2e:0b61", Device)).Message, StringComparison.Ordinal);

    private LineScanner Scanner()
    {
        var options = new ScannerOptions { Kind = ScannerKind.Keyboard, Device = Device };
        var line = EventDevice.LineOf(options) with { Open = () => InputLine.Open(Device, InputLine.ReadOnly, "input") };
        return new LineScanner(
            "vao", line, options, new GateCounters(), new Liveness(TimeProvider.System), TimeProvider.System,
            new LogSignals([_opened, _gone, _lost]));
    }

    private FileStream PlugIn() => new(Device, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    private static string Text(ScannedCode code) => Encoding.UTF8.GetString(code.Bytes.Span);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
