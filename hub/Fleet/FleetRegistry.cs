using CheckIn.Contract;
using CheckIn.Hub.Events;
using CheckIn.Storage;
using CheckIn.Time;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Fleet;

/// <summary>
/// Every gate the hub has heard of, with its presence. The thin edge around <see cref="Presence"/>: it knows the clock,
/// remembers what is shown, writes changes of state to the store and wakes whoever watches. After a restart gates keep
/// the state last known until they have had time to come back.
/// </summary>
public sealed partial class FleetRegistry : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Entry> _gates = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly EventStore _store;
    private readonly FleetOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _started;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FleetRegistry(
        EventStore store, IOptions<FleetOptions> options, TimeProvider time, ILogger<FleetRegistry> logger)
    {
        (_store, _options, _time, _logger) = (store, options.Value, time, logger);
        _started = time.GetTimestamp();
        store.Read(Recall);
        store.Read(RecallCopies);
    }

    /// <summary>
    /// A gate's state or causes changed; in order, under the registry's lock: whoever listens only takes a note.
    /// </summary>
    public event Action<PresenceChange>? PresenceChanged;

    /// <summary>A gate told its figures; as <see cref="PresenceChanged"/>.</summary>
    public event Action<GateStatus>? Told;

    /// <summary>The gate as it is now; null = unknown.</summary>
    public GateStatus? Of(string gate)
    {
        lock (_lock)
            return _gates.GetValueOrDefault(gate)?.Status;
    }

    /// <summary>All gates: lost first, longest lost first, then by id.</summary>
    public IReadOnlyList<GateStatus> Gates()
    {
        lock (_lock)
        {
            return [.. _gates.Values.Select(entry => entry.Status)
                .OrderBy(gate => gate.State == PresenceState.Lost ? 0 : gate.State == PresenceState.Degraded ? 1 : 2)
                .ThenBy(gate => gate.State == PresenceState.Lost ? gate.Since : null)
                .ThenBy(gate => gate.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>Completes at the next change of anything shown.</summary>
    public Task Changed
    {
        get { lock (_lock) return _changed.Task; }
    }

    internal void OnState(string gate, StateMessage message)
    {
        PresenceSignal signal = message.State switch
        {
            GateState.Lost => new PresenceSignal.Will(message.Session),
            GateState.Stopped => new PresenceSignal.Farewell(message.Session),
            _ => new PresenceSignal.Birth(message.Session, message.State == GateState.Degraded),
        };
        // A will is the broker speaking, not the gate: it is no sign of life, and its backlog is the birth's.
        var isWill = message.State == GateState.Lost;
        Take(gate, signal, isSeen: !isWill, status => isWill
            ? status
            : status with { Session = message.Session, Version = message.Version, Backlog = message.Backlog });
        if (signal is PresenceSignal.Birth && message.Boot is { Length: <= 64 } boot)
            Watch(gate, new CopySign.Birth(boot, message.Session));
    }

    /// <returns>The gate's clock, when that is news.</returns>
    internal ClockReading? OnHealth(string gate, HealthMessage message)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var clock = message.Clock is { Boot.Length: <= 64 } told
            ? new GateTime(told, ClockAnchor.Saturated((Int128)told.At - now)) : null;
        var isNews = false;
        Take(gate, new PresenceSignal.Life(message.Session), isSeen: true, status =>
        {
            isNews = clock is not null && clock.IsNews(status.Clock);
            return status with
            {
                Backlog = message.Backlog,
                Clock = clock,
                Alarms = GateStatus.AlarmsIn(message),
                JournalPercent = message.JournalPercent,
                Hardware = GateHardware.Of(message),
            };
        });
        Watch(gate, new CopySign.Told(message.Alarms?.Contains(AlarmWords.IdentityCopied) == true));
        return isNews ? clock!.Reading : null;
    }

    /// <summary>The gate is in service from now on, and is shown before it is heard of.</summary>
    internal void OnEnrolled(string gate)
    {
        lock (_lock)
        {
            Find(gate);
            Wake();
        }
    }

    /// <summary>Events were stored: whoever watches sees new counts. History is no sign of life.</summary>
    internal void OnStored(string gate, int events)
    {
        lock (_lock)
        {
            // Until the gate states its backlog again, what has arrived no longer waits there.
            var entry = Find(gate);
            var backlog = entry.Status.Backlog is { } waiting ? Math.Max(0, waiting - events) : (long?)null;
            entry.Status = entry.Status with { LastSeen = _time.GetUtcNow(), Backlog = backlog };
            Wake();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                TickAll();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    internal void TickAll()
    {
        string[] ids;
        // Every connected gate has a moment at which it would be lost; of a great fleet hardly any is due.
        lock (_lock)
        {
            var now = _time.GetElapsedTime(_started);
            ids = [.. _gates.Where(gate => gate.Value.Presence.LostAt <= now).Select(gate => gate.Key)];
        }
        foreach (var id in ids)
            Take(id, new PresenceSignal.Tick(), isSeen: false, status => status);
    }

    private void Take(string gate, PresenceSignal signal, bool isSeen, Func<GateStatus, GateStatus> update)
    {
        GateStatus? save = null;
        lock (_lock)
        {
            var entry = Find(gate);
            var before = entry.Status;
            entry.Presence = entry.Presence.Step(signal, _time.GetElapsedTime(_started),
                _options.Grace, _options.Silence);
            var now = _time.GetUtcNow();
            var next = update(before) with { State = entry.Presence.State };
            if (next.State != before.State)
                next = next with { Since = now };
            entry.Status = next = isSeen ? next with { LastSeen = now } : next;
            if (next.State != before.State || next.Session != before.Session)
                save = next;
            if (next.State != before.State)
                PresenceChanged?.Invoke(new PresenceChange(gate, before, next, EvidenceOf(signal), now));
            if (signal is PresenceSignal.Life)
                Told?.Invoke(next);
            if (next != before)
                Wake();
        }
        if (save is not null)
            _ = SaveAsync(save);
    }

    private static PresenceEvidence EvidenceOf(PresenceSignal signal) => signal switch
    {
        PresenceSignal.Birth => PresenceEvidence.Birth,
        PresenceSignal.Will => PresenceEvidence.Will,
        PresenceSignal.Farewell => PresenceEvidence.Farewell,
        PresenceSignal.Life => PresenceEvidence.Life,
        _ => PresenceEvidence.Silence,
    };

    private Entry Find(string gate)
    {
        if (!_gates.TryGetValue(gate, out var entry))
            _gates[gate] = entry = new Entry(new GateStatus(gate, PresenceState.NeverSeen, null, null, 0, null, null));
        return entry;
    }

    private void Wake()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async Task SaveAsync(GateStatus gate)
    {
        Log.StateChanged(_logger, gate.Id, gate.State, gate.Session);
        try
        {
            await _store.WriteAsync(db => Save(db, Now(gate.Id)), CancellationToken.None);
        }
        catch (DatabaseException e)
        {
            Log.StateNotSaved(_logger, gate.Id, e.Message);
        }
    }

    /// <summary>What is saved is read when it is written: of two changes at once, the later one stays.</summary>
    private GateStatus Now(string gate)
    {
        lock (_lock)
            return _gates[gate].Status;
    }

    private static void Save(Database db, GateStatus gate)
    {
        using var save = db.Prepare("""
            INSERT INTO gate(name, state, since, last_seen, session, version, backlog) VALUES(?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT(name) DO UPDATE SET state = excluded.state, since = excluded.since, last_seen = excluded.last_seen,
                session = excluded.session, version = excluded.version, backlog = excluded.backlog
            """);
        save.Bind(1, gate.Id).Bind(2, gate.State.ToString()).Bind(3, gate.Since?.ToUnixTimeMilliseconds())
            .Bind(4, gate.LastSeen?.ToUnixTimeMilliseconds()).Bind(5, gate.Session).Bind(6, gate.Version)
            .Bind(7, gate.Backlog).Run();
    }

    private int Recall(Database db)
    {
        using var rows = db.Prepare("SELECT name, state, since, last_seen, session, version, backlog FROM gate");
        while (rows.Step())
        {
            var state = Enum.TryParse<PresenceState>(rows.Text(1), out var known) ? known : PresenceState.NeverSeen;
            var status = new GateStatus(
                rows.Text(0)!, state, Instant(rows, 2), Instant(rows, 3), rows.Int64(4), rows.Text(5),
                rows.IsNull(6) ? null : rows.Int64(6));
            TimeSpan? lostAt = state is PresenceState.Ready or PresenceState.Degraded ? _options.StartGrace : null;
            _gates[status.Id] = new Entry(status) { Presence = new(state, status.Session, lostAt) };
        }
        return _gates.Count;
    }

    private static DateTimeOffset? Instant(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));

    private sealed class Entry(GateStatus status)
    {
        internal GateStatus Status { get; set; } = status;
        internal Presence Presence { get; set; } = new(status.State, status.Session, null);
        internal CopyWatch Copies { get; set; } = CopyWatch.Nothing;
        internal TimeSpan? BornAt { get; set; }
    }
}
