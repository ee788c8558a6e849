using System.Globalization;
using System.Runtime.InteropServices;
using CheckIn.Gate.Health;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Updates;

namespace CheckIn.Gate.Supervision;

/// <summary>
/// Tells the service manager how the gate is: ready when its lanes are open or it waits to be enrolled, alive while every loop goes on
/// (<see cref="Liveness"/>), stopping when it is asked to. When a loop has fallen silent the watchdog is fed no more, and the
/// service manager ends the gate and starts it afresh. Where nobody watches, the gate ends itself, at once and with exit
/// code 70, so that whatever supervises it starts it again: a gate that hangs in one place looks open and is not. Its guard
/// then switches the relays off.
/// A thread of its own does it, which waits for nothing else: neither a starved pool nor a held lock can silence or fake it.
/// </summary>
internal sealed partial class Supervisor : IHostedLifecycleService, IDisposable
{
    private const int InternalFault = 70;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>As TimeoutStartSec of the unit: a damaged journal is salvaged first.</summary>
    private static readonly TimeSpan StartTakes = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan TimersAreLateBy = TimeSpan.FromSeconds(15);
    private readonly Liveness _liveness;
    private readonly GateAlarms _alarms;
    private readonly ILogger _logger;
    private readonly SystemdNotifier? _manager;
    private readonly SilenceJudge _judge;
    private readonly Action<int> _end;
    private readonly TimeSpan _every;
    private readonly ManualResetEventSlim _ending = new();
    private readonly ITimer _timer;
    private readonly LoopBeat _timers;
    private readonly Thread _thread;
    private readonly Recomposition? _recomposition;
    private readonly bool _hasLauncher;
    private volatile string? _says;
    private bool _told;
    private string _status = "";

    internal Supervisor(
        Liveness liveness, GateAlarms alarms, TimeProvider time, ILogger<Supervisor> logger, Func<string, string?> variable,
        Action<int>? end = null, Recomposition? recomposition = null)
    {
        _recomposition = recomposition;
        // On trial it is the launcher whom the service manager started, and who says that the service stops.
        _hasLauncher = variable(ProgramCommand.ParentVariable) is not null;
        (_liveness, _alarms, _logger, _end) = (liveness, alarms, logger, end ?? Exit);
        (_manager, _judge) = (SystemdNotifier.Find(variable), new SilenceJudge(time));
        _every = _manager?.Watchdog is { } watchdog && watchdog / 3 < Look ? watchdog / 3 : Look;
        // Pulses without a guard, lamps and waits hang on the pool's timers.
        _timers = liveness.Watch("timers", TimersAreLateBy);
        _timer = time.CreateTimer(_ => _timers.Beat(), null, Look, Look);
        _thread = new Thread(Run) { Name = "supervisor", IsBackground = true };
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_manager?.Watchdog is { } limit)
            Log.Watched(_logger, limit);
        else
            Log.Unwatched(_logger);
        // Whoever ran in this process before may have taken more time for the change.
        if (_recomposition is not null && _manager?.Watchdog is { } watchdog)
            _manager.Tell(WatchdogOf(watchdog));
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>The lanes are open and their scanners are listened to.</summary>
    internal void Ready(int lanes) => Ready($"lanes open: {lanes}");

    /// <summary>What the gate is there for now goes on.</summary>
    /// <param name="says">In words for who asks the service manager.</param>
    internal void Ready(string says)
    {
        _says = says;
        _manager?.Tell("READY=1\nSTATUS=" + Status);
    }

    /// <summary>
    /// Before any other service stops. When the gate is put together anew it is not said that it stops, because the service
    /// manager would end it; and the next one gets the time of a start until it feeds the watchdog.
    /// </summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _manager?.Tell(_recomposition is not { IsAsked: true } ? _hasLauncher ? "STATUS=stopping" : "STOPPING=1"
            : _manager.Watchdog is null ? "STATUS=beginning anew" : "STATUS=beginning anew\nWATCHDOG=1\n" + WatchdogOf(StartTakes));
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        if (_ending.IsSet)
            return;
        _ending.Set();
        if (_thread.IsAlive)
            _thread.Join();
        _timer.Dispose();
        _timers.Dispose();
        _manager?.Dispose();
    }

    private string Status => _alarms.Words.Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } words
        ? $"{_says}; alarms: {string.Join(", ", words)}"
        : _says ?? "";

    /// <summary>Sets how long the watchdog waits, in the service manager's language.</summary>
    internal static string WatchdogOf(TimeSpan watchdog) =>
        "WATCHDOG_USEC=" + ((long)watchdog.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);

    private void Run()
    {
        while (!_ending.Wait(_every))
        {
            var silent = _liveness.Silent();
            var verdict = _judge.Judge(silent);
            if (verdict == SilenceVerdict.Well)
                Feed();
            else
                Refuse(verdict, silent);
        }
    }

    private void Feed()
    {
        _told = false;
        if (_manager is null)
            return;
        if (_manager.Watchdog is not null)
            _manager.Tell("WATCHDOG=1");
        if (_says is not null && Status is var status && status != _status)
            _manager.Tell("STATUS=" + (_status = status));
    }

    private void Refuse(SilenceVerdict verdict, IReadOnlyList<string> silent)
    {
        var names = string.Join(", ", silent);
        if (!_told)
            Log.Silent(_logger, names, _manager?.Watchdog is null ? "the gate ends itself with exit code 70" : "its watchdog is fed no more");
        _told = true;
        _manager?.Tell("STATUS=silent: " + names);
        if (verdict == SilenceVerdict.StillSilent && _manager?.Watchdog is null)
            _end(InternalFault);
    }

    /// <summary>Without a farewell, which might wait for what hangs.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
