using CheckIn.Mqtt;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// What must survive a restart: retained messages, and sessions that outlive their connection with their subscriptions
/// and messages. Whoever changes something notes it here and goes on; a background loop commits what has gathered, so a
/// message that was queued and answered in between costs nothing. The notes mirror what is in memory and are bounded
/// with it. What PUBACK promises for such a message is therefore this: the hub has it in memory, and on disk within
/// StoreInterval; an ordered stop loses nothing, a crash at most that interval. (A gate's events are another matter:
/// committed first.) If the file cannot be written the broker goes on without it, and says so.
/// </summary>
internal sealed class BrokerStore : BackgroundService
{
    private const int MaxNotes = 2_000_000;
    private readonly Lock _lock = new();
    private readonly BrokerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<BrokerStore> _log;
    private BrokerNotes _notes = new();
    private BrokerFile? _file;
    private EmbeddedBroker? _broker;
    private long _lastKey;
    private bool _failed;

    public BrokerStore(IOptions<BrokerOptions> options, TimeProvider time, ILogger<BrokerStore> log)
    {
        _options = options.Value;
        _time = time;
        _log = log;
        IsOpen = _options.Path is { } path && path != "none" && _options.Mode == BrokerMode.Embedded;
    }

    /// <summary>False when nothing is kept.</summary>
    public bool IsOpen { get; }

    /// <summary>Puts back what was kept.</summary>
    public void Load(EmbeddedBroker broker, SessionTable sessions)
    {
        _broker = broker;
        if (!IsOpen)
            return;
        _file = BrokerFile.Open(_options.Path!, _time, _log);
        var (retained, kept, queued) = _file.Load(broker, sessions);
        _lastKey = _file.LastKey;
        Log.Restored(_log, retained, kept, queued);
    }

    /// <summary>A topic's retained message; null = it has none any more.</summary>
    public void Retained(string topic, RoutedMessage? message) => Note(n => n.Retained[topic] = message);

    /// <summary>A session or its subscriptions changed.</summary>
    public void Changed(Session session) => Note(n => n.Changed.Add(session));

    public void Ended(Session session) => Note(n => n.Ended.Add(session.Number));

    /// <summary>A message waits for a session; returns its number here.</summary>
    public long Queued(Session session, in Delivery delivery)
    {
        lock (_lock)
        {
            var key = ++_lastKey;
            if (!_failed)
                _notes.Queued[key] = new QueuedNote(session.Number, delivery);
            return key;
        }
    }

    /// <summary>It was sent; and, when <paramref name="released"/>, received.</summary>
    public void Sent(long key, ushort id, bool released)
    {
        lock (_lock)
        {
            if (_failed)
                return;
            if (_notes.Queued.TryGetValue(key, out var note))
                _notes.Queued[key] = note with { PacketId = id, IsReleased = released };
            else
                _notes.Sent[key] = (id, released);
        }
    }

    /// <summary>It was acknowledged, or dropped.</summary>
    public void Done(long key)
    {
        lock (_lock)
        {
            if (_failed || _notes.Queued.Remove(key))
                return;
            _notes.Sent.Remove(key);
            _notes.Done.Add(key);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        Commit();
        _file?.Dispose();
        _file = null;
    }

    public override void Dispose()
    {
        _file?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOpen)
            return;
        using var timer = new PeriodicTimer(_options.StoreInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                Commit();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last commit is StopAsync's.
        }
    }

    private void Note(Action<BrokerNotes> note)
    {
        lock (_lock)
        {
            if (!_failed)
                note(_notes);
        }
    }

    private void Commit()
    {
        BrokerNotes notes;
        lock (_lock)
        {
            if (_file is null || _failed || _notes.IsEmpty)
                return;
            notes = _notes;
            _notes = new BrokerNotes();
        }
        try
        {
            _file.Write(notes, _broker!);
        }
        catch (DatabaseException e)
        {
            PutBack(notes, e);
        }
    }

    /// <summary>Tries again with the next commit, until more has gathered than is sensible.</summary>
    private void PutBack(BrokerNotes notes, DatabaseException error)
    {
        lock (_lock)
        {
            notes.Add(_notes);
            _notes = notes;
            _failed = notes.Count > MaxNotes;
            if (_failed)
                _notes = new BrokerNotes();
        }
        Log.NotKept(_log, error.Message, _failed ? "it is given up until the next start" : "it is tried again");
    }
}
