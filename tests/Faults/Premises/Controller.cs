using System.Globalization;
using CheckIn.Faults.Record;
using CheckIn.Fixtures;

namespace CheckIn.Faults.Premises;

/// <summary>
/// One controller with its card: a folder with the journal and the keys, a scanner's line, pins, a link, and the
/// program checkin-gate in one life after another. Two of them may have one gate's identity: then the card was copied.
/// </summary>
internal sealed class Controller : IDisposable
{
    private readonly Launcher _launcher;
    private readonly string _surroundings;
    private Child? _life;
    private Task _gone = Task.CompletedTask;

    /// <param name="launcher">Starts its processes.</param>
    /// <param name="gate">Its identity.</param>
    /// <param name="name">Its own name, and its folder's.</param>
    /// <param name="folder">Of the run.</param>
    /// <param name="hubPort">Where its link leads.</param>
    /// <param name="jumps">Its wall clock can be set.</param>
    /// <param name="seed">Of the people who come.</param>
    internal Controller(Launcher launcher, string gate, string name, string folder, int hubPort, bool jumps, int seed)
    {
        (_launcher, Gate, Name) = (launcher, gate, name);
        Card = Path.Combine(folder, name);
        _surroundings = Path.Combine(folder, "around", name);
        Directory.CreateDirectory(Card);
        Directory.CreateDirectory(_surroundings);
        Pins = new PinWatch(Path.Combine(_surroundings, "pins"));
        Clock = jumps ? new WallClock(Path.Combine(_surroundings, "clock")) : null;
        Link = new Link(hubPort);
        Presenter = new Presenter(this, seed);
    }

    internal string Gate { get; }
    internal string Name { get; }
    /// <summary>What lies on the card: journal and keys.</summary>
    internal string Card { get; }
    /// <summary>Journals that were taken away, for the check.</summary>
    internal string Witnesses => Path.Combine(_surroundings, "witnesses");
    internal string Journal => Path.Combine(Card, "journal.db");
    internal ScannerLine Line { get; } = new();
    internal PinWatch Pins { get; }
    internal Link Link { get; }
    internal Ledger Ledger { get; } = new();
    internal Presenter Presenter { get; }
    internal WallClock? Clock { get; }
    internal List<string> Deaths { get; } = [];

    /// <summary>Its program of this moment.</summary>
    internal Child? Life => _life;

    /// <summary>A code that is shown now is read.</summary>
    internal bool IsListening => _life is { HasExited: false } && Line.IsListenedTo;

    /// <summary>Completes when the program that now runs has ended.</summary>
    internal Task Gone => _gone;

    internal async Task StartAsync(CancellationToken cancellation)
    {
        NoteDeath();
        Pins.Release();
        Line.Clear();
        _life = await _launcher.StartAsync(
            Name, ["dotnet", Executables.Gate], Environment(), Card, () => Task.FromResult(Line.IsListenedTo),
            isUrgent: false, cancellation);
        _gone = _life.Exited;
    }

    internal bool Kill() => _life is { } life && life.Kill();

    internal Task<bool> StopAsync() => _life!.StopAsync();

    /// <summary>Starts it again if it is not running; says so if nobody had ended it.</summary>
    internal async Task EnsureRunningAsync(CancellationToken cancellation)
    {
        if (_life is null or { HasExited: true })
            await StartAsync(cancellation);
    }

    internal async Task FreezeAsync(TimeSpan length)
    {
        var from = TimeProvider.System.GetTimestamp();
        _life!.Freeze();
        await Task.Delay(length);
        _life.Thaw();
        Ledger.NoteFrozen(from);
    }

    /// <summary>No file of its may grow for a while; true if it could be arranged.</summary>
    internal async Task<bool> FillDiskAsync(TimeSpan length)
    {
        const long Room = 8192; // less than one commit takes
        var from = TimeProvider.System.GetTimestamp();
        if (!_life!.LimitFiles(Room))
            return false;
        await Task.Delay(length);
        _life.LimitFiles(null);
        Ledger.NoteWithoutRoom(from);
        return true;
    }

    internal void SetClock(TimeSpan offset)
    {
        Clock!.Offset = offset;
        Ledger.NoteOffset(offset);
    }

    public void Dispose()
    {
        Kill();
        Link.Dispose();
        Pins.Dispose();
        Line.Dispose();
        Clock?.Dispose();
        Presenter.Dispose();
    }

    /// <summary>Killed for good.</summary>
    internal async Task EndAsync()
    {
        Kill();
        await (_life?.Exited ?? Task.CompletedTask);
        NoteDeath();
    }

    private void NoteDeath()
    {
        if (_life?.DiedByItself is { } death)
            Deaths.Add(death);
        _life = null;
    }

    private Dictionary<string, string> Environment()
    {
        var settings = new Dictionary<string, string>
        {
            ["Gate:Id"] = Gate,
            ["Lanes:0:Name"] = "vao",
            ["Lanes:0:Direction"] = "In",
            ["Lanes:0:Scanner:Kind"] = "Serial",
            ["Lanes:0:Scanner:Device"] = Line.Device,
            ["Lanes:0:Scanner:RepeatAfter"] = "00:00:00.5",
            ["Lanes:0:Turnstile:RelayPin"] = Text(Edge.Relay),
            ["Lanes:0:Turnstile:Pulse"] = "00:00:00.05",
            ["Lanes:0:Indicator:GreenPin"] = Text(Edge.Green),
            ["Lanes:0:Indicator:RedPin"] = Text(Edge.Red),
            ["Lanes:0:Indicator:ShowFor"] = "00:00:00.1",
            ["Gpio:Driver"] = "Virtual",
            ["Gpio:TraceFile"] = Pins.Path,
            ["Journal:Path"] = Journal,
            ["Keys:Directory"] = Path.Combine(Card, "keys"),
            // Not on the card: what is copied and put back is files.
            ["Service:Socket"] = Path.Combine(_surroundings, "control.sock"),
            ["Uplink:Hub"] = $"mqtt://127.0.0.1:{Text(Link.Port)}",
            ["Uplink:KeepAlive"] = "00:00:05",
            ["Uplink:ReconnectCap"] = "00:00:01",
            ["Uplink:AckTimeout"] = "00:00:02",
            ["Uplink:HealthEvery"] = "00:00:10",
        };
        return ProgramEnvironment.Of(settings, Clock);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
