using System.Globalization;
using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.FleetSimulator;

/// <summary>What the hub made of gates that fell silent.</summary>
/// <param name="Expected">Gates that fell silent.</param>
/// <param name="Found">Of these, those that the hub called lost.</param>
/// <param name="False">Other gates of this run that it called lost, however briefly it was seen.</param>
/// <param name="AfterMax">From the silence to the moment at which the last of them was seen to be lost.</param>
internal sealed record SilenceFound(int Expected, int Found, int False, TimeSpan AfterMax)
{
    internal bool IsGood => Found == Expected && False == 0;
}

/// <summary>
/// Gates that fall silent in one moment with their sockets open: they are a process of their own, which the system
/// suspends (SIGSTOP), so that nothing is read, written or closed, as with a board that hangs or a network that
/// swallows. What the hub makes of it is asked of its own list, every few seconds, until all are found lost.
/// </summary>
internal sealed class SilentGates : IAsyncDisposable
{
    private const string Connected = "gates are connected";
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly FleetOptions _options;
    private readonly TimeProvider _time;
    private readonly ProgramProcess _process;
    private readonly string _prefix;

    private SilentGates(FleetOptions options, TimeProvider time)
    {
        (_options, _time, _prefix) = (options, time, options.Prefix + "-silent");
        _process = ProgramProcess.Start(
            typeof(SilentGates).Assembly.Location, new Dictionary<string, string>(), Environment.CurrentDirectory,
            ["--gates", Text(options.Silent), "--hub", options.Hub.ToString(), "--prefix", _prefix, "--ramp", Text(options.Ramp),
                "--rate", "0.000001", "--seconds", "86400", "--grace", Text((int)options.Grace.TotalSeconds)]);
    }

    internal static SilentGates? Start(FleetOptions options, TimeProvider time) =>
        options.Silent == 0 ? null : new SilentGates(options, time);

    /// <returns>False = they did not all connect in time.</returns>
    internal async Task<bool> ConnectedAsync(CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        while (!_process.Tail.Contains(Connected, StringComparison.Ordinal))
        {
            if (_process.HasExited || _time.GetElapsedTime(began) > _options.Grace)
                return false;
            await Task.Delay(Beat, _time, cancellation);
        }
        return _process.Tail.Contains($"{_options.Silent} of {_options.Silent} {Connected}", StringComparison.Ordinal);
    }

    internal async Task<SilenceFound> FallSilentAsync(Uri hub, Action<string> tell, CancellationToken cancellation)
    {
        using var http = new HttpClient(new OperatorHandler()) { BaseAddress = hub, Timeout = TimeSpan.FromMinutes(1) };
        _process.Pause();
        var began = _time.GetTimestamp();
        tell($"{_prefix}-00001 to {_prefix}-{_options.Silent:00000} are silent since {_time.GetUtcNow():HH:mm:ss}");
        var wrong = new HashSet<string>(StringComparer.Ordinal);
        var (found, last) = (0, TimeSpan.Zero);
        while (_time.GetElapsedTime(began) is var passed && passed < Patience
            && (found < _options.Silent || passed < _options.Duration))
        {
            var lost = await LostAsync(http, cancellation);
            var silent = lost.Count(gate => gate.StartsWith(_prefix, StringComparison.Ordinal));
            wrong.UnionWith(lost.Where(gate => !gate.StartsWith(_prefix, StringComparison.Ordinal)));
            if (silent != found)
            {
                (found, last) = (silent, _time.GetElapsedTime(began));
                tell($"after {last.TotalSeconds:0.0} s {found} of them are lost, and {wrong.Count} others");
            }
            await Task.Delay(AskEvery, _time, cancellation);
        }
        return new SilenceFound(_options.Silent, found, wrong.Count, last);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<List<string>> LostAsync(HttpClient http, CancellationToken cancellation)
    {
        await using var body = await http.GetStreamAsync("api/v1/gates", cancellation);
        using var list = await JsonDocument.ParseAsync(body, default, cancellation);
        return [.. list.RootElement.GetProperty("gates").EnumerateArray()
            .Where(gate => gate.GetProperty("state").GetString() == "lost")
            .Select(gate => gate.GetProperty("id").GetString()!)
            .Where(id => id.StartsWith(_options.Prefix + "-", StringComparison.Ordinal))];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
