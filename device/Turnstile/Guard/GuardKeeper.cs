using System.Runtime.InteropServices;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Supervision;
using CheckIn.Time;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>
/// The gate's side of the guard: it starts the process, hands openings to it with one write each, and a thread of its own
/// hears the answers. The guard must answer whatever it is asked, eight times a second at least. A guard that has ended, or
/// does not answer for half a second, is lost: every line is switched off by the gate's own descriptor, the process is
/// killed, and another one started, later each time up to five seconds. While there is none, nobody is admitted.
/// A guard that hangs a little longer than a pulse is made good as well: shortly after the end that it has told, the gate
/// switches off itself.
/// </summary>
internal sealed class GuardKeeper : IDisposable
{
    private const long BeatNs = 125_000_000;
    private const long ShortestLookNs = 1_000_000;
    private const int AnswersAtOnce = 32;
    private static readonly TimeSpan StartTakesAtMost = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan EndTakesAtMost = TimeSpan.FromMilliseconds(500);
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly GuardedLine[] _lines;
    private readonly IReadOnlyList<string> _command;
    private readonly Action<bool> _onLost;
    private readonly ILogger _logger;
    private readonly LoopBeat? _beat;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _buffer = new byte[AnswersAtOnce * GuardAnswer.Bytes];
    private GuardChild? _child;
    private AnswerWatch _watch;
    private bool _working;
    private bool _refusesRequests;
    private bool _lost;
    private volatile bool _retiring;
    private int _heldBytes;
    private long _nextBeatNs;

    private GuardKeeper(
        IReadOnlyList<IShareableOutput> outputs, IReadOnlyList<string> command, Action<bool> onLost, Liveness? liveness,
        ILogger logger)
    {
        (_command, _onLost, _logger) = (command, onLost, logger);
        _lines = [.. outputs.Select(static output => new GuardedLine(output))];
        _beat = liveness?.Watch("guard keeper", TimeSpan.FromSeconds(10));
        _thread = new Thread(Run) { Name = "guard keeper", IsBackground = true };
    }

    /// <summary>Completes when the guard is there for the first time.</summary>
    internal Task Ready => _ready.Task;

    /// <summary>False while no guard is there.</summary>
    internal bool IsWorking
    {
        get { lock (_lock) return _working; }
    }

    /// <summary>The guard's process; 0 = none.</summary>
    internal int ProcessId
    {
        get { lock (_lock) return _child?.Id ?? 0; }
    }

    /// <param name="gpio">How the lines are driven.</param>
    /// <param name="outputs">The lines, requested and off. Whoever disposes of them does so before the keeper.</param>
    /// <param name="onLost">True: the guard is lost; false: it is back. On the keeper's thread; must not block.</param>
    /// <param name="liveness">Watches the thread.</param>
    /// <param name="logger">Where to tell.</param>
    internal static GuardKeeper Start(
        GpioOptions gpio, IReadOnlyList<IShareableOutput> outputs, Action<bool> onLost, Liveness? liveness, ILogger logger)
    {
        var keeper = new GuardKeeper(
            outputs, GuardCommand.Line(GuardedLines.Words(gpio, outputs)), onLost, liveness, logger);
        keeper._thread.Start();
        return keeper;
    }

    /// <summary>Switches on or prolongs. False: there is no guard that would see to it that the line goes off.</summary>
    internal bool TryOpen(int line, in Opening opening)
    {
        lock (_lock)
        {
            if (!_working || Send(GuardRequestKind.Open, line, opening) is not { } request)
                return false;
            _lines[line].Asked(request, opens: true);
            return true;
        }
    }

    /// <summary>Off now: by the guard, or without it.</summary>
    internal void Close(int line)
    {
        lock (_lock)
        {
            var request = Send(GuardRequestKind.Close, line, default);
            _lines[line].Asked(request ?? 0, opens: false);
            if (request is null)
                SwitchOff(_lines[line]);
        }
    }

    /// <summary>Off, and about to be closed: no other guard could inherit it.</summary>
    internal void Retire(int line)
    {
        _retiring = true;
        Close(line);
    }

    /// <summary>True while the line is on by the guard, or may be.</summary>
    internal bool IsActive(int line)
    {
        lock (_lock)
            return _lines[line].MayBeActive(_watch, _time.MonotonicNs());
    }

    /// <summary>Ends the guard by ending its input: its lines go off.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stopping.IsSet)
                return;
            _stopping.Set();
            _working = false;
            _child?.EndInput();
        }
        _thread.Join();
        _beat?.Dispose();
        _stopping.Dispose();
    }

    private void Run()
    {
        var backoff = default(GuardBackoff);
        while (!_stopping.IsSet)
        {
            var began = _time.GetTimestamp();
            var why = ServeOne();
            if (_stopping.IsSet || _retiring)
                return;
            var wait = backoff.Next(_time.GetElapsedTime(began));
            Log.Lost(_logger, why, wait);
            if (!_lost)
                _onLost(_lost = true);
            _beat?.Beat();
            _stopping.Wait(wait);
        }
    }

    /// <summary>One guard from its start to its end; why it ended.</summary>
    private string ServeOne()
    {
        GuardChild? child = null;
        try
        {
            child = GuardChild.Start(_command, _lines.Select(static line => line.Output.Handle));
            lock (_lock)
            {
                (_child, _watch) = (child, new AnswerWatch(_time.MonotonicNs()));
                (_refusesRequests, _heldBytes, _nextBeatNs) = (false, 0, 0);
            }
            return Listen(child);
        }
        catch (IOException e)
        {
            return e.Message;
        }
        finally
        {
            End(child);
        }
    }

    private string Listen(GuardChild child)
    {
        var began = _time.GetTimestamp();
        while (!_stopping.IsSet)
        {
            _beat?.Beat();
            if (GuardSyscalls.Readable(child.Answers, UntilNextLook()) && !TakeAnswers(child))
                return "its process has ended";
            if (Trouble(_time.GetElapsedTime(began)) is { } trouble)
                return trouble;
        }
        // Its input has ended; it needs a moment to switch off and to end.
        var asked = _time.GetTimestamp();
        while (_time.GetElapsedTime(asked) < EndTakesAtMost
            && !(GuardSyscalls.Readable(child.Answers, BeatNs) && child.Read(_buffer) == 0)) { }
        return "the gate stops";
    }

    private long UntilNextLook()
    {
        lock (_lock)
        {
            var next = _nextBeatNs;
            foreach (var line in _lines)
                next = Math.Min(next, line.LateAtNs);
            return Math.Clamp(next - _time.MonotonicNs(), ShortestLookNs, BeatNs);
        }
    }

    /// <summary>Looks after the lines and the guard; what is wrong with it, if anything.</summary>
    private string? Trouble(TimeSpan lasted)
    {
        lock (_lock)
        {
            var now = _time.MonotonicNs();
            foreach (var line in _lines)
            {
                if (line.TakeLate(_watch, now))
                    SwitchOff(line);
            }
            if (!_working)
                return lasted > StartTakesAtMost ? "it did not come up" : null;
            if (_watch.IsOverdue(now))
                return "it does not answer";
            if (now >= _nextBeatNs)
            {
                _nextBeatNs = now + BeatNs;
                Send(GuardRequestKind.Beat, 0, default);
            }
            return _refusesRequests ? "it takes no requests" : null;
        }
    }

    /// <summary>The request's number; null = it was not taken.</summary>
    private uint? Send(GuardRequestKind kind, int line, in Opening opening)
    {
        if (_child is null || _refusesRequests || _stopping.IsSet)
            return null;
        var number = _watch.Ask(_time.MonotonicNs());
        if (_child.TrySend(new GuardRequest(kind, line, number, opening)))
            return number;
        (_working, _refusesRequests) = (false, true);
        return null;
    }

    /// <summary>False: the guard has ended, or says what no guard says.</summary>
    private bool TakeAnswers(GuardChild child)
    {
        var count = child.Read(_buffer.AsSpan(_heldBytes));
        if (count == 0)
            return false;
        _heldBytes += count;
        var taken = 0;
        for (; taken + GuardAnswer.Bytes <= _heldBytes; taken += GuardAnswer.Bytes)
        {
            if (!Take(MemoryMarshal.Read<GuardAnswer>(_buffer.AsSpan(taken))))
                return false;
        }
        _buffer.AsSpan(taken, _heldBytes - taken).CopyTo(_buffer);
        _heldBytes -= taken;
        return true;
    }

    private bool Take(in GuardAnswer answer)
    {
        if (!answer.IsValid || answer.Line >= _lines.Length)
            return false;
        if (answer.Kind == GuardAnswerKind.Ready)
            return Begin();
        lock (_lock)
        {
            if (!_watch.Answer(answer.Number, _time.MonotonicNs()))
                return false;
            if (answer.Kind != GuardAnswerKind.Beat)
                _lines[answer.Line].Answered(answer);
        }
        if (answer.Kind == GuardAnswerKind.Stale)
            Log.Stale(_logger, _lines[answer.Line].Output.Pin);
        return true;
    }

    private bool Begin()
    {
        lock (_lock)
        {
            if (_stopping.IsSet || _working)
                return false;
            _working = true;
            Log.Ready(_logger, _child!.Id, _lines.Length);
        }
        if (_lost)
            _onLost(_lost = false);
        _ready.TrySetResult();
        return true;
    }

    /// <summary>
    /// Off first, whatever state the guard is in; then it is killed; then off once more, because a guard that only hung
    /// may have gone on in between.
    /// </summary>
    private void End(GuardChild? child)
    {
        lock (_lock)
        {
            _working = false;
            SwitchAllOff();
            child?.Kill();
            SwitchAllOff();
            child?.Dispose();
            _child = null;
        }
    }

    private void SwitchAllOff()
    {
        foreach (var line in _lines)
        {
            line.Forget();
            SwitchOff(line);
        }
    }

    private void SwitchOff(GuardedLine line)
    {
        try
        {
            line.Output.Set(false);
        }
        catch (GpioException e)
        {
            Log.OffFailed(_logger, line.Output.Pin, e.Message);
        }
    }
}
