using System.Text.Json;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Turnstile;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Bench.Admit;

/// <summary>Who switches the relay whose edge is timed.</summary>
internal enum RelayKind
{
    /// <summary>Nothing but a note of the time.</summary>
    None,
    /// <summary>This process, on a virtual line.</summary>
    Timed,
    /// <summary>A guard, on the same.</summary>
    Guarded,
}

/// <summary>
/// A relay on a virtual line, whose edges are read back from the trace: that of the guard is made in another process. Each
/// pulse is waited for, so that the next admission makes an edge again.
/// </summary>
internal sealed class RelayPath : IDisposable
{
    private readonly string _trace;
    private readonly VirtualGpioDriver _driver;
    private readonly RelayLines _lines;
    private int _edges;

    private RelayPath(string trace, VirtualGpioDriver driver, RelayLines lines) =>
        (_trace, _driver, _lines) = (trace, driver, lines);

    internal IRelayLine Line => _lines[0];

    internal static async Task<RelayPath> OpenAsync(RelayKind kind, string directory, TurnstileOptions turnstile)
    {
        var gpio = new GpioOptions
        {
            Driver = GpioDriverKind.Virtual,
            TraceFile = Path.Combine(directory, "pins.jsonl"),
            Guard = kind == RelayKind.Guarded ? GuardPolicy.Always : GuardPolicy.Never,
        };
        var driver = new VirtualGpioDriver(gpio, TimeProvider.System);
        var lines = await RelayLines.OpenAsync(
            gpio, driver, [("in", turnstile)], static _ => { }, null, TimeProvider.System, NullLogger.Instance,
            CancellationToken.None)
            .ConfigureAwait(false);
        await lines.GuardIsReadyAsync(TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        return new RelayPath(gpio.TraceFile, driver, lines);
    }

    /// <summary>When the relay went on, once it is off again.</summary>
    internal async Task<long> NextEdgeAsync()
    {
        string[] lines;
        while ((lines = await File.ReadAllLinesAsync(_trace).ConfigureAwait(false)).Length < _edges + 2)
            await Task.Delay(2).ConfigureAwait(false);
        var edge = JsonSerializer.Deserialize<JsonElement>(lines[_edges]);
        _edges += 2;
        return edge.GetProperty("level").GetInt32() == 1
            ? edge.GetProperty("t_ns").GetInt64()
            : throw new InvalidOperationException("The relay's edges are out of step.");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _driver.Dispose();
    }
}
