using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Time;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Fleet;

/// <summary>
/// Every gate the hub has heard of, with its presence. The thin edge around <see cref="Presence"/>: it knows the clock
/// and whether the hub can hear gates at all, remembers what is shown, has changes kept and wakes whoever watches. After
/// a restart gates keep the state last known until they have had time to come back. All that changes goes under one
/// lock, and nothing under it waits or walks over the fleet, but for once a second and when the hub hears again.
/// </summary>
public sealed partial class FleetRegistry : BackgroundService
{
    private const int LongestEvery = 3600;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnnouncedEvery = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, Entry> _gates = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly EventStore _store;
    private readonly FleetOptions _options;
    private readonly HubReach _reach;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _started;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _sight;

    public FleetRegistry(
        EventStore store, IOptions<FleetOptions> options, TimeProvider time, ILogger<FleetRegistry> logger)
        : this(store, options, time, logger, new HubReach(time))
    {
    }

    internal FleetRegistry(
        EventStore store, IOptions<FleetOptions> options, TimeProvider time, ILogger<FleetRegistry> logger, HubReach reach)
    {
        (_store, _options, _time, _logger, _reach) = (store, options.Value, time, logger, reach);
        _started = _savedHeard = time.GetTimestamp();
        store.Read(Recall);
        store.Read(RecallCopies);
        See();
        reach.Changed += OnReach;
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
        GateStatus[] all;
        lock (_lock)
            all = [.. _gates.Values.Select(static entry => entry.Status)];
        Array.Sort(all, static (a, b) =>
        {
            var byState = Place(a.State).CompareTo(Place(b.State));
            if (byState == 0 && a.State == PresenceState.Lost)
                byState = Nullable.Compare(a.Since, b.Since);
            return byState != 0 ? byState : string.CompareOrdinal(a.Id, b.Id);
        });
        return all;
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
            GateState.Stopped => new PresenceSignal.Farewell(message.Session, message.Epoch),
            GateState.Init => new PresenceSignal.Birth(message.Session, PresenceState.Init, message.Epoch),
            GateState.Degraded => new PresenceSignal.Birth(message.Session, PresenceState.Degraded, message.Epoch),
            _ => new PresenceSignal.Birth(message.Session, PresenceState.Ready, message.Epoch),
        };
        var boot = message.Boot is { Length: <= 64 } told ? told : null;
        // A will is the broker speaking, not the gate: its backlog is the birth's.
        Take(gate, signal, message.Session, entry => entry.Tell(message, boot));
        if (signal is PresenceSignal.Birth && boot is not null)
            Watch(gate, new CopySign.Birth(boot, message.Session));
    }

    /// <returns>The gate's clock, when that is news.</returns>
    internal ClockReading? OnHealth(string gate, HealthMessage message)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var clock = message.Clock is { Boot.Length: <= 64 } told
            ? new GateTime(told, ClockAnchor.Saturated((Int128)told.At - now)) : null;
        var isNews = false;
        Take(gate, new PresenceSignal.Life(message.Session), message.Session, entry =>
        {
            isNews = clock is not null && clock.IsNews(entry.Status.Clock);
            entry.Tell(message, clock);
        }, TimeSpan.FromSeconds(Math.Clamp(message.EveryS ?? (int)AnnouncedEvery.TotalSeconds, 1, LongestEvery)));
        Watch(gate, new CopySign.Told(message.Alarms?.Contains(AlarmWords.IdentityCopied) == true));
        return isNews ? clock!.Reading : null;
    }

    /// <summary>The gate is in service from now on, and is shown before it is heard of.</summary>
    internal void OnEnrolled(string gate) => Take(gate, new PresenceSignal.Enrolled());

    /// <summary>Its identity is revoked, or it has wiped itself: nothing that is heard brings it back.</summary>
    internal void OnLeft(string gate) => Take(gate, new PresenceSignal.Revoked());

    /// <summary>Events were stored: whoever watches sees new counts. History is no sign of life.</summary>
    internal void OnStored(string gate, int events)
    {
        lock (_lock)
        {
            // Until the gate states its backlog again, what has arrived no longer waits there.
            var entry = Find(gate);
            var backlog = entry.Status.Backlog is { } waiting ? Math.Max(0, waiting - events) : (long?)null;
            if (backlog != entry.Status.Backlog)
                entry.Status = entry.Status with { Backlog = backlog };
            Wake();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SaveHeardAsync();
    }

    public override void Dispose()
    {
        _reach.Changed -= OnReach;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                TickAll();
                if (_time.GetElapsedTime(_savedHeard) >= SaveHeardEvery)
                    await SaveHeardAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    internal void TickAll()
    {
        lock (_lock)
        {
            var (now, wall) = (Uptime, _time.GetUtcNow());
            var patience = PatienceNow();
            // Every connected gate has a moment at which it would be lost; of a great fleet hardly any is due.
            foreach (var (gate, entry) in _gates)
            {
                if (entry.Presence.LostAt <= now)
                    Step(gate, entry, new PresenceSignal.Tick(), now, wall, patience.For(entry));
            }
        }
        SaveChanges();
    }

    private void Take(
        string gate, PresenceSignal signal, long session = 0, Action<Entry>? tell = null, TimeSpan? every = null)
    {
        lock (_lock)
        {
            var entry = Find(gate);
            var (now, before) = (Uptime, entry.Status);
            if (every is { } told && told != entry.Every)
            {
                entry.Every = told;
                _unsaved.Add(gate);
            }
            var isBelieved = Step(
                gate, entry, signal, now, _time.GetUtcNow(), PatienceNow().For(entry), session, tell);
            if (isBelieved && signal is PresenceSignal.Life)
                Told?.Invoke(entry.Status);
            if (entry.Status != before || signal is PresenceSignal.Enrolled)
                Wake();
        }
        SaveChanges();
    }

    private bool Step(
        string gate, Entry entry, PresenceSignal signal, TimeSpan now, DateTimeOffset wall, Patience patience,
        long session = 0, Action<Entry>? tell = null)
    {
        var (before, threat) = (entry.Status, entry.Presence.Threat);
        entry.Presence = entry.Presence.Step(signal, now, patience);
        var isBelieved = tell is not null && signal is not PresenceSignal.Will && entry.Presence.Spoke(signal, session, now);
        if (isBelieved)
        {
            tell!(entry);
            entry.Status = entry.Status with { LastSeen = wall, Session = session };
        }
        entry.Judge(_options);
        var next = entry.Status;
        if (next.State != before.State)
        {
            var began = next.State == PresenceState.Lost ? entry.Presence.Heard : now;
            next = entry.Status = next with { Since = wall - (now - began) };
        }
        var isChanged = next.State != before.State || !AreSame(next.Causes, before.Causes);
        if (isChanged || next.Session != before.Session || next.Boot != before.Boot)
            _unsaved.Add(gate);
        if (isChanged)
        {
            PresenceChanged?.Invoke(new PresenceChange(gate, before, next, EvidenceOf(signal, threat), wall));
            if (signal is PresenceSignal.Tick)
                Wake();
        }
        return isBelieved;
    }

    private static PresenceEvidence EvidenceOf(PresenceSignal signal, PresenceEvidence threat) => signal switch
    {
        PresenceSignal.Birth => PresenceEvidence.Birth,
        PresenceSignal.Farewell => PresenceEvidence.Farewell,
        PresenceSignal.Life => PresenceEvidence.Life,
        PresenceSignal.Revoked => PresenceEvidence.Revoked,
        PresenceSignal.Enrolled => PresenceEvidence.Enrolled,
        _ => threat,
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

    private static int Place(PresenceState state) =>
        state == PresenceState.Lost ? 0 : state == PresenceState.Degraded ? 1 : 2;

    private static bool AreSame(IReadOnlyList<string>? a, IReadOnlyList<string>? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && a.SequenceEqual(b));
}
