using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Tests.Fleet;

/// <summary>What happens to a gate, its connections and its hub.</summary>
public enum Turn
{
    Connect, Break, Freeze, Stop, NewJournal, RestoredCard, RestartHub, CloseLink, OldWill, OldLife, OldBirth, OldFarewell, Nothing,
}

/// <summary>
/// One gate and its hub as they really are, second by second, and what the hub hears of it, late and in the wrong order as
/// far as networks do that. It knows the truth that the hub must find: it keeps when the gate really was there and when
/// what it said arrived, and no state machine.
/// </summary>
/// <param name="isExternal">Connections end at a server that outlives the hub and keeps for it what it must not miss.</param>
internal sealed class PresenceWorld(bool isExternal)
{
    internal const int Grace = 15, Silence = 180, StartGrace = 90;
    private const int HealthEvery = 60, LongestDelay = 3, LongestWill = 38;
    private readonly List<(int At, PresenceSignal Signal)> _underWay = [];
    private readonly List<PresenceSignal> _kept = [];
    private Presence _presence = Presence.Unknown;
    private string _journal = "journal-0";
    private long _session;
    private long? _connection;
    private bool _isHeard;
    private bool _isFrozen;
    private bool _isToConfirm;
    private int _oldBirthAt = -Grace, _order;
    private int _healthAt, _sight, _blindUntil, _lastWord, _cameAt = -1;
    private int? _willArrived, _anyWill, _farewellArrived, _backBy;

    internal int Now { get; private set; }

    /// <summary>What is wrong; null = nothing so far.</summary>
    internal string? Wrong { get; private set; }

    private bool IsBlind => Now < _blindUntil;

    /// <summary>What a connection had said comes in one go, however late.</summary>
    private bool MayBeOvertaken => _presence.Doubtful is null || Now < _oldBirthAt + Grace;

    private long Outdated => Math.Max(0, _session - 1);

    internal void Live(Turn turn, int seconds, int chance)
    {
        Do(turn, chance);
        for (; seconds > 0 && Wrong is null; seconds--)
            Second(chance);
    }

    private void Do(Turn turn, int chance)
    {
        switch (turn)
        {
            case Turn.Connect: Connect(chance); break;
            case Turn.Break when _connection is not null: End(chance % LongestDelay); break;
            case Turn.Freeze when _connection is not null: (_isFrozen, _backBy) = (true, null); Say(LongestWill, Will()); break;
            case Turn.Stop when _connection is { } session && !_isFrozen:
                Say(chance % LongestDelay, new PresenceSignal.Farewell(session, _journal));
                (_connection, _backBy) = (null, null);
                break;
            case Turn.NewJournal: End(0); (_journal, _session) = ("journal-" + Now, 0); Connect(chance); break;
            case Turn.RestoredCard when _session > 3 && Now >= _oldBirthAt + Grace: End(0); _session -= 3; Connect(chance); break;
            case Turn.RestartHub when !IsBlind: RestartHub(chance); break;
            case Turn.CloseLink when isExternal && !IsBlind: (_blindUntil, _sight) = (Now + 1 + chance, Now + 1 + chance); break;
            case Turn.OldWill when !IsBlind && Outdated < _presence.Session: Step(new PresenceSignal.Will(Outdated)); break;
            case Turn.OldLife when !IsBlind && Outdated < _presence.Session && MayBeOvertaken: Step(new PresenceSignal.Life(Outdated)); break;
            case Turn.OldFarewell when !IsBlind && Outdated < _presence.Session: Step(new PresenceSignal.Farewell(Outdated)); break;
            // After its own restart the hub does not know what came before; no server hands on in that order then.
            case Turn.OldBirth when !IsBlind && MayBeOvertaken && Outdated < _presence.Session && _presence.Threat != PresenceEvidence.Absence && _presence.Journal == _journal:
                _oldBirthAt = _presence.Doubtful is null ? Now : _oldBirthAt;
                Step(new PresenceSignal.Birth(Outdated, PresenceState.Ready, _journal));
                break;
        }
    }

    private PresenceSignal.Will Will() => new(_connection!.Value);

    private void Connect(int chance)
    {
        // Of a connection that is taken over the will may come before or after the new one's birth.
        if (_connection is not null)
            Say(chance % LongestDelay, Will());
        _order = Now;
        _underWay.RemoveAll(static one => one.Signal is PresenceSignal.Birth);
        (_connection, _isFrozen, _isHeard, _backBy) = (++_session, false, false, null);
        Say((chance + 1) % LongestDelay, new PresenceSignal.Birth(_session, PresenceState.Ready, _journal));
        _healthAt = Now + HealthEvery + (chance % 7);
    }

    private void End(int delay)
    {
        if (_connection is not null)
            Say(delay, Will());
        (_connection, _isFrozen, _backBy) = (null, false, null);
    }

    private void RestartHub(int chance)
    {
        if (!isExternal)
        {
            // Every connection ends with the hub, what was under way with it; who can comes back within a minute.
            _backBy = _connection is not null && !_isFrozen ? Now + 1 + (chance % 60) : null;
            (_connection, _isFrozen) = (null, false);
            _underWay.Clear();
        }
        _isToConfirm = isExternal;
        _willArrived = _anyWill = null;
        _presence = new Presence(_presence.State, _presence.Session, _presence.IsUp ? TimeSpan.Zero : null);
        _sight = Now;
        Step(new PresenceSignal.Sight());
    }

    /// <summary>Of one connection nothing overtakes anything.</summary>
    private void Say(int delay, PresenceSignal signal) => _underWay.Add((_order = Math.Max(_order, Now + delay), signal));

    private void Second(int chance)
    {
        Now++;
        if (_backBy <= Now)
            Connect(chance);
        if (_connection is { } session && !_isFrozen && Now >= _healthAt)
        {
            _healthAt = Now + HealthEvery + (chance % 7) - 3;
            Say(chance % LongestDelay, new PresenceSignal.Life(session));
        }
        if (Now == _sight && isExternal && _blindUntil == Now)
        {
            Step(new PresenceSignal.Sight());
            _kept.ForEach(Hear);
            _kept.Clear();
        }
        foreach (var (_, signal) in _underWay.FindAll(one => one.At <= Now))
            Hear(signal);
        _underWay.RemoveAll(one => one.At <= Now);
        var wasUp = _presence.IsUp;
        Step(new PresenceSignal.Tick());
        if (wasUp && !_presence.IsUp && !MayBeLost())
            Wrong = $"at {Now} s, heard at {_lastWord} s, a will at {_anyWill} s, hub there since {_sight} s, too early: {_presence}";
        Judge();
    }

    private void Hear(PresenceSignal signal)
    {
        if (IsBlind)
        {
            // Health is sent once; the rest the server keeps for the hub.
            if (signal is not PresenceSignal.Life)
                _kept.Add(signal);
            return;
        }
        Remember(signal);
        if (_isToConfirm && signal is PresenceSignal.Life { Session: var session } && session == _connection)
        {
            // What the server had kept from before is handed in as soon as health bears it out.
            _isToConfirm = false;
            Step(new PresenceSignal.Birth(session, PresenceState.Ready, _journal));
        }
        Step(signal);
    }

    /// <summary>The truth behind what arrives: whether the gate itself speaks, of the connection that it has.</summary>
    private void Remember(PresenceSignal signal)
    {
        switch (signal)
        {
            case PresenceSignal.Birth birth when birth.Session == _session:
                (_lastWord, _willArrived, _farewellArrived) = (Now, null, null);
                // Whether a lower number is a card put back or a word overtaken, only what it says next tells.
                _isHeard = !(birth.Session < _presence.Session && birth.Journal == _presence.Journal);
                _anyWill = _isHeard ? null : _anyWill;
                _cameAt = Now;
                break;
            case PresenceSignal.Life life when life.Session == _session:
                (_lastWord, _isHeard) = (Now, _isHeard || Now >= _cameAt + Grace);
                break;
            case PresenceSignal.Will will:
                _anyWill ??= Now;
                Repair();
                if (will.Session == _session && (_connection is null || _isFrozen) && _isHeard)
                    _willArrived ??= Now;
                break;
            case PresenceSignal.Farewell farewell when farewell.Session == _session && _connection is null && _isHeard:
                _farewellArrived = Now;
                break;
            case PresenceSignal.Farewell:
                _isHeard = false;
                Repair();
                break;
        }
    }

    /// <summary>A gate listens to its own state, and says otherwise.</summary>
    private void Repair()
    {
        if (_connection is { } session && !_isFrozen)
            Say(1, new PresenceSignal.Birth(session, PresenceState.Ready, _journal));
    }

    private void Step(PresenceSignal signal) => _presence = _presence.Step(
        signal, TimeSpan.FromSeconds(Now), new Patience(TimeSpan.FromSeconds(Grace), TimeSpan.FromSeconds(Silence))
        {
            HoldUntil = TimeSpan.FromSeconds(_sight + StartGrace),
            HoldsWills = isExternal,
            Return = TimeSpan.FromSeconds(isExternal ? Silence : 0),
            IsBlind = IsBlind,
        });

    private void Judge()
    {
        if (IsBlind)
            return;
        if (_connection is not null && !_isFrozen && _isHeard && _cameAt >= 0 && !_presence.IsUp)
            Wrong = $"at {Now} s the gate is there, was heard at {_lastWord} s, and is shown {_presence}";
        else if (_farewellArrived is not null && _connection is null && _presence.State != PresenceState.Stopped)
            Wrong = $"at {Now} s the gate has said goodbye, and is shown {_presence}";
        else if ((_connection is null || _isFrozen) && _backBy is null && Now > LostBy() && _presence.IsUp)
            Wrong = $"at {Now} s the gate is gone, was heard at {_lastWord} s, its will at {_willArrived} s, and is shown {_presence}";
    }

    private bool MayBeLost()
    {
        var isBack = Now >= _sight + StartGrace;
        return !IsBlind && (Now >= _lastWord + Silence || (_lastWord <= _sight && isBack)
            || (Now >= _anyWill + Grace && (isBack || !isExternal)));
    }

    /// <summary>When a gate that is gone is lost at the latest.</summary>
    private int LostBy()
    {
        var silent = _lastWord >= _sight ? _lastWord + Silence : _sight + (isExternal ? Silence : StartGrace);
        return _willArrived is { } will ? Math.Max(will + Grace, isExternal ? _sight + StartGrace : 0) : silent;
    }
}
