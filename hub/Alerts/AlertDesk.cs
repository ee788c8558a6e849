using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// The edge around the pure book of alerts. Once a second it takes up what was heard of gates, asks the book what is
/// due, commits all of it in one transaction, together with what is to be told of it, and only then shows and tells
/// it. What cannot be committed has not happened: the next turn judges anew, by what is true then. One turn at a time;
/// answers of people take a turn of their own in between.
/// </summary>
public sealed class AlertDesk : IDisposable
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    private readonly EventStore _store;
    private readonly OfflineDetails _causes;
    private readonly NoticeDesk _notices;
    private readonly HubReach _reach;
    private readonly HubSignals _signals;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AlertOptions _options;
    private readonly AlertBook _book;
    private readonly FleetWatch _watch;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private readonly long _began;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<Alert> _standing = [];
    private TimeSpan _forgetAt = ForgetEvery;
    private bool _isFailing;

    internal AlertDesk(
        EventStore store, FleetRegistry fleet, GatePlaces places, OfflineDesk offline, SiteRegister sites,
        NoticeDesk notices, HubReach reach, HubSignals signals, IOptions<AlertOptions> options, TimeProvider time,
        ILogger<AlertDesk> logger)
    {
        (_store, _notices, _reach, _signals) = (store, notices, reach, signals);
        (_time, _logger, _options) = (time, logger, options.Value);
        _began = time.GetTimestamp();
        _book = new AlertBook(new AlertRules(_options));
        _causes = new OfflineDetails(_book, offline);
        _watch = new FleetWatch(new FleetConditions(_book, _options), places, fleet, sites);
    }

    /// <summary>Those that stand: the most severe first, then the oldest.</summary>
    public IReadOnlyList<Alert> Standing() => _standing;

    /// <summary>Of them those that somebody sees, as he sees them.</summary>
    internal IReadOnlyList<Alert> Standing(Sight sight) => AlertSight.Of(_standing, sight);

    /// <summary>Those that were cleared, newest first, before the one with this id (null = from the newest).</summary>
    public IReadOnlyList<Alert> Past(long? before, int limit) =>
        _store.Read(db => AlertRecords.ReadPast(db, before, limit));

    /// <summary>Of them those that somebody sees, as he sees them.</summary>
    internal IReadOnlyList<Alert> Past(long? before, int limit, Sight sight) => sight.IsWhole ? Past(before, limit)
        : AlertSight.Of(
            _store.Read(db => AlertRecords.ReadPast(
                db, before, limit, (kind, subject) => AlertSight.Sees(kind, subject, sight))), sight);

    /// <summary>All of a gate that touch the time, oldest first.</summary>
    public IReadOnlyList<Alert> Of(string gate, DateTimeOffset from, DateTimeOffset to) =>
        _store.Read(db => AlertRecords.ReadOf(db, new(AlertSubjectKind.Gate, gate), from, to));

    /// <summary>Completes at the next change of any alert.</summary>
    public Task Changed
    {
        get { lock (_lock) return _changed.Task; }
    }

    /// <summary>Somebody looks after it: it is told no further.</summary>
    /// <returns>False = no such alert stands.</returns>
    public Task<bool> AcknowledgeAsync(long id, Actor actor) => AcknowledgeAsync(id, actor, null);

    /// <param name="id">The alert's.</param>
    /// <param name="actor">Who.</param>
    /// <param name="sight">Outside which there is no alert for him; null = the whole hub's.</param>
    internal Task<bool> AcknowledgeAsync(long id, Actor actor, Sight? sight) => AnswerAsync(
        id, sight, AlertChangeKind.Acknowledged, new AuditEntry(actor, AuditActions.AlertAcknowledged, null),
        (alert, now) => alert with { AcknowledgedAt = now, AcknowledgedBy = actor.Name });

    /// <summary>Nobody is told of it until then (or any more, if it clears first); null = awake again.</summary>
    /// <returns>False = no such alert stands.</returns>
    public Task<bool> SnoozeAsync(long id, DateTimeOffset? until, Actor actor) => SnoozeAsync(id, until, actor, null);

    /// <param name="id">The alert's.</param>
    /// <param name="until">Null = awake again.</param>
    /// <param name="actor">Who.</param>
    /// <param name="sight">Outside which there is no alert for him; null = the whole hub's.</param>
    internal Task<bool> SnoozeAsync(long id, DateTimeOffset? until, Actor actor, Sight? sight) => AnswerAsync(
        id, sight, AlertChangeKind.Snoozed, new AuditEntry(actor, AuditActions.AlertSnoozed, null),
        (alert, _) => alert with { SnoozedUntil = until, SnoozedBy = until is null ? null : actor.Name });


    public void Dispose() => _turn.Dispose();

    /// <summary>Takes up what stood when the hub ended, and how every gate was.</summary>
    internal void Start()
    {
        var (wall, now) = (_time.GetUtcNow(), Now);
        var (standing, lastId) = _store.Read(AlertRecords.ReadStanding);
        var levelAt = standing.ToDictionary(static row => row.Alert.Id, static row => row.LevelAt);
        _book.Recall(standing.Select(static row => row.Alert), lastId, now, alert => wall - levelAt[alert.Id]);
        _watch.Start(now, wall);
        Publish();
    }

    internal void Stop() => _watch.Stop();

    /// <summary>One turn: everything that is due is kept, shown and told.</summary>
    internal async Task BeatAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            _watch.Step(now, wall);
            SignalTrouble(now, wall);
            TakeSignals(now, wall);
            var round = _book.Judge(now, wall);
            round.Describe(_causes.Of);
            if (await KeepAsync(round, wall))
                _book.Apply(round, now);
            else
                _book.Drop(round);
            if (round.Moves.Count > 0 && !_isFailing)
                Tell(round.Changes);
            if (now >= _forgetAt)
                await ForgetAsync(now, wall);
        }
        finally
        {
            _turn.Release();
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>Of the hub itself: it cannot store events, hear gates, or tell somebody.</summary>
    private void SignalTrouble(TimeSpan now, DateTimeOffset wall)
    {
        var (key, failing) = (AlertKey.OfHub(AlertKinds.HubTrouble), _notices.Failing.Count);
        var isTrue = _store.Trouble is not null || !_reach.IsOpen || failing > 0;
        if (!isTrue && _book.Cell(key) is null)
            return;
        var detail = new Dictionary<string, string>();
        if (!_reach.IsOpen)
            detail[AlertDetails.Link] = "down";
        if (failing > 0)
            detail[AlertDetails.Recipients] = failing.ToString(CultureInfo.InvariantCulture);
        _book.Signal(key, new(isTrue, wall, detail), now);
    }

    /// <summary>What other rooms find of the hub.</summary>
    private void TakeSignals(TimeSpan now, DateTimeOffset wall)
    {
        foreach (var (kind, signal) in _signals.Latest)
        {
            var key = AlertKey.OfHub(kind);
            if (signal.IsTrue || _book.Cell(key) is not null)
                _book.Signal(key, new(signal.IsTrue, signal.IsTrue ? signal.Since : wall, signal.Detail), now);
        }
    }

    private async Task<bool> KeepAsync(AlertRound round, DateTimeOffset wall)
    {
        if (round.Moves.Count == 0)
            return true;
        try
        {
            await WriteAsync(round.Changes, wall, null);
            _isFailing = false;
            return true;
        }
        catch (DatabaseException e)
        {
            if (!_isFailing)
                Log.NotKept(_logger, round.Moves.Count, e.Message);
            _isFailing = true;
            return false;
        }
    }

    private async Task<bool> AnswerAsync(
        long id, Sight? sight, AlertChangeKind kind, AuditEntry act, Func<Alert, DateTimeOffset, Alert> answer)
    {
        await _turn.WaitAsync();
        try
        {
            if (_book.Find(id) is not { } alert || sight?.Sees(alert.Subject) == false)
                return false;
            var wall = _time.GetUtcNow();
            var next = answer(alert, wall);
            AlertChange[] changes = [new(kind, next)];
            await WriteAsync(changes, wall, act with
            {
                Subject = alert.Subject.Id,
                Place = _watch.PlaceOf(alert.Subject),
                Detail = $"{alert.Kind} {id}",
            });
            _book.Take(next, Now);
            Tell(changes);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private Task WriteAsync(IReadOnlyList<AlertChange> changes, DateTimeOffset wall, AuditEntry? act) =>
        _store.WriteAsync(
            db =>
            {
                AlertRecords.Save(db, changes, wall);
                _notices.Plan(db, changes);
                if (act is not null)
                    AuditLog.Add(db, wall, act with { Place = PlaceOf(db, changes[0].Alert.Subject) });
            }, CancellationToken.None);

    private static string? PlaceOf(Database db, AlertSubject subject) => subject.Kind switch
    {
        AlertSubjectKind.Gate => AuditPlaces.OfGate(db, subject.Id),
        AlertSubjectKind.Hub => null,
        _ => subject.Id,
    };

    /// <summary>After the commit, and after the book has taken it up.</summary>
    private void Tell(IReadOnlyList<AlertChange> changes)
    {
        Publish();
        Log.Changed(_logger, changes.Count, _standing.Count);
        _notices.OnCommitted(changes);
    }

    private void Publish()
    {
        _standing = [.. _book.Standing.OrderByDescending(static alert => alert.Severity)
            .ThenBy(static alert => alert.Since).ThenBy(static alert => alert.Id)];
        lock (_lock)
        {
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task ForgetAsync(TimeSpan now, DateTimeOffset wall)
    {
        _forgetAt = now + ForgetEvery;
        try
        {
            await _store.WriteAsync(db => AlertRecords.Forget(db, wall - _options.Keep), CancellationToken.None);
        }
        catch (DatabaseException e)
        {
            Log.NotForgotten(_logger, e.Message);
        }
    }
}
