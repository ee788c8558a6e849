using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Gate.Lanes;

namespace CheckIn.Gate.Kiosk.Guards;

/// <summary>What became of a PIN that was typed.</summary>
internal enum DoorAnswer
{
    /// <summary>It is his.</summary>
    Open,
    /// <summary>It is not.</summary>
    Wrong,
    /// <summary>None is taken for a while, not even the right one.</summary>
    Shut,
}

/// <summary>
/// Lets guards in by their PINs. After five wrong ones in a row, whoever's, none is taken for a minute, then for two and so on to
/// fifteen, and the hub is told: who guesses without pause tries some 500 a day of a million. PINs are looked at one at a
/// time. Somebody who is in is out after two minutes without doing anything, after a quarter of an hour, and when he is no guard
/// any more.
/// </summary>
internal sealed class GuardDoor(GuardFile file, EventRecorder recorder, TimeProvider time, ILogger logger) : IDisposable
{
    internal const int MostWrong = 5;

    private const int MostSessions = 8;
    private const string NobodysName = "-";
    private static readonly TimeSpan ShutFirst = TimeSpan.FromMinutes(1), ShutMost = TimeSpan.FromMinutes(15);

    /// <summary>Who is looked at where there is nobody of that name, so that it takes as long.</summary>
    private static readonly Guard Nobody = Guard.Of(NobodysName, "000000");

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private readonly List<GuardSession> _sessions = [];
    private int _wrong;
    private TimeSpan _shutFor;
    private long _shutAt;
    private bool _isShut;
    private ITimer? _opening;

    /// <summary>Guards there are.</summary>
    /// <exception cref="IOException">Their file cannot be read.</exception>
    internal IReadOnlyList<Guard> Guards => file.Read();

    /// <summary>For how long no PIN is taken yet; zero = one is.</summary>
    internal TimeSpan ShutFor
    {
        get
        {
            lock (_lock)
                return Left();
        }
    }

    /// <summary>Somebody has typed a PIN.</summary>
    /// <exception cref="IOException">The guards' file cannot be read.</exception>
    internal async Task<(DoorAnswer Answer, GuardSession? Session)> KnockAsync(string? name, string? pin, CancellationToken stopping)
    {
        await _turn.WaitAsync(stopping);
        try
        {
            if (ShutFor > TimeSpan.Zero)
                return (DoorAnswer.Shut, null);
            var guard = Guards.FirstOrDefault(one => one.Name == name);
            // Always hashed, and on no thread that others wait for.
            var typed = Pin.IsPin(pin) ? pin! : "";
            var isHis = await Task.Run(() => (guard ?? Nobody).Knows(typed), stopping) && guard is not null;
            return isHis ? (DoorAnswer.Open, Enter(guard!)) : (Miss(), null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Who is in by this token, and does something now; null = nobody is.</summary>
    /// <exception cref="IOException">The guards' file cannot be read.</exception>
    internal GuardSession? Of(string? token)
    {
        lock (_lock)
        {
            _sessions.RemoveAll(static one => one.IsOver);
            var session = _sessions.Find(one => one.Has(token));
            if (session is null)
                return null;
            if (!Guards.Contains(session.Guard))
            {
                _sessions.Remove(session);
                return null;
            }
            session.Touch();
            return session;
        }
    }

    /// <summary>He has done what he came for.</summary>
    internal void Leave(GuardSession session)
    {
        lock (_lock)
            _sessions.Remove(session);
    }

    public void Dispose()
    {
        _opening?.Dispose();
        _turn.Dispose();
    }

    private GuardSession Enter(Guard guard)
    {
        var session = new GuardSession(guard, RandomNumberGenerator.GetHexString(32, lowercase: true), time);
        lock (_lock)
        {
            (_wrong, _shutFor) = (0, TimeSpan.Zero);
            _sessions.RemoveAll(static one => one.IsOver);
            if (_sessions.Count == MostSessions)
                _sessions.RemoveAt(0);
            _sessions.Add(session);
        }
        Log.GuardIn(logger, guard.Name);
        return session;
    }

    private DoorAnswer Miss()
    {
        lock (_lock)
        {
            if (++_wrong < MostWrong)
                return DoorAnswer.Wrong;
            _wrong = 0;
            _shutFor = _shutFor == TimeSpan.Zero ? ShutFirst : _shutFor * 2 < ShutMost ? _shutFor * 2 : ShutMost;
            (_shutAt, _isShut) = (time.GetTimestamp(), true);
            _opening?.Dispose();
            _opening = time.CreateTimer(_ => recorder.Clear(AlarmWords.PinsRefused), null, _shutFor, Timeout.InfiniteTimeSpan);
        }
        recorder.Raise(AlarmWords.PinsRefused);
        Log.Shut(logger, MostWrong, _shutFor.TotalMinutes);
        return DoorAnswer.Shut;
    }

    private TimeSpan Left()
    {
        if (!_isShut)
            return TimeSpan.Zero;
        var left = _shutFor - time.GetElapsedTime(_shutAt);
        _isShut = left > TimeSpan.Zero;
        return _isShut ? left : TimeSpan.Zero;
    }
}
