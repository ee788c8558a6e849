using System.Buffers;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal.Salvage;
using CheckIn.Gate.Supervision;
using CheckIn.Storage;
using CheckIn.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Journal;

/// <summary>
/// The gate's durable record: one SQLite file in WAL mode, synchronous=FULL. An event has its number, its place in
/// the hash chain and its row on the disk before anybody is told of it, and the relay moves only then.
/// All writing is done by one thread over one connection (<see cref="JournalWriter"/>), which also checkpoints; reading
/// goes over a read-only connection. One process owns the file. Numbers count from 1 without a gap, across restarts
/// and failed writes. Delivered rows stay for the retention period; the last row removed leaves its number and link
/// as the anchor, so that what is kept stays verifiable.
/// The file holds the epoch in use and, while they have rows, earlier ones: an epoch ends when the hub has other events
/// under its numbers, or when the file was damaged. Numbers then begin anew under a new name, and what is left of the
/// earlier ones is delivered under theirs.
/// </summary>
public sealed class GateJournal : IAsyncDisposable
{
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly TimeSpan _keep;
    private readonly GateClock _clock;
    private readonly string _boot;
    private readonly FileStream _lock;
    private readonly JournalQueue _queue = new();
    private readonly JournalSignal _signal = new();
    private readonly JournalWriter _writer;
    private readonly JournalReader _reader = new();
    private readonly JournalRetention _retention;
    private volatile JournalState _state = null!;
    private int _disposed;

    private GateJournal(
        JournalOptions options, GateClock clock, string boot, ILogger logger, Liveness? liveness, FileStream fileLock)
    {
        (_path, _keep, _clock, _boot, _logger, _lock) =
            (options.Path, options.Retention, clock, boot, logger, fileLock);
        _writer = JournalWriter.Start(
            _path, JournalBounds.Of(options, clock, boot), _queue, _reader, logger, liveness, Publish);
        _retention = new JournalRetention(this, clock, logger);
        Log.Opened(logger, _path, Epoch, FirstRetained, LastSeq, DeliveredThrough, SqliteLibrary.Version);
    }

    /// <summary>Opens or creates the journal and starts its writer.</summary>
    /// <param name="options">Where it is, and its bounds.</param>
    /// <param name="time">The gate's clock (<see cref="GateClock"/>), or the machine's, of which one is made.</param>
    /// <param name="logger">Null = nobody is told.</param>
    /// <exception cref="JournalException">
    /// Another process owns it, a newer program wrote it, or it cannot be opened.
    /// </exception>
    public static GateJournal Open(JournalOptions options, TimeProvider time, ILogger<GateJournal>? logger = null) =>
        Open(options, time, Boot.Id, logger);

    internal static GateJournal Open(
        JournalOptions options, TimeProvider time, string boot, ILogger? logger = null, Liveness? liveness = null)
    {
        var fileLock = JournalLock.Take(options.Path);
        try
        {
            return new GateJournal(options, GateClock.Of(time), boot, logger ?? NullLogger.Instance, liveness, fileLock);
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    /// <summary>Identity of the epoch in use.</summary>
    public string Epoch => _state.Current.Name;
    /// <summary>Last committed sequence number of the epoch in use; 0 = none.</summary>
    public long LastSeq => _state.Current.LastSeq;
    /// <summary>What the hub has acknowledged of the epoch in use.</summary>
    public long DeliveredThrough => _state.Current.Delivered;
    /// <summary>Oldest sequence number still kept of the epoch in use; LastSeq + 1 when there is none.</summary>
    public long FirstRetained => _state.Current.FirstRetained;
    /// <summary>Events not yet acknowledged, of all epochs.</summary>
    public long Backlog => _state.Backlog;
    /// <summary>Kept events that the hub refused; they count as delivered.</summary>
    public long Refused => _state.Refused;

    /// <summary>Every epoch of which rows are kept, oldest first, and last the one in use.</summary>
    public IReadOnlyList<JournalEpoch> Epochs
    {
        get
        {
            var state = _state;
            return [.. state.Earlier.Select(static epoch => epoch.ToEpoch()), state.Current.ToEpoch()];
        }
    }

    internal string Path => _path;

    /// <summary>Size of the journal's files in bytes.</summary>
    public long SizeBytes => SizeOf(_path) + SizeOf(_path + "-wal");

    /// <summary>How full it is, what alarms stand, and why it cannot be written, if so.</summary>
    internal JournalStanding Standing => _writer.Standing;

    /// <summary>Commits one event with synchronous=FULL; completes with its sequence number after the commit.</summary>
    /// <exception cref="JournalException">It could not be written; nothing was recorded.</exception>
    /// <exception cref="ArgumentException">The draft breaks the contract (<see cref="EventFact.Check"/>).</exception>
    public ValueTask<long> AppendAsync(EventDraft draft)
    {
        EventFact.Check(draft);
        return EnqueueAsync(new JournalWork(transaction => transaction.Append(draft), isEvent: true));
    }

    /// <summary>The next session number, durable, always greater than every earlier one of this journal.</summary>
    /// <exception cref="JournalException">It could not be written.</exception>
    public ValueTask<long> NextSessionAsync() => EnqueueAsync(new JournalWork(
        static transaction => transaction.NextSession(),
        needsNoWrite: _state is var state && state.Session < state.SessionsTaken));

    /// <summary>
    /// Takes over the hub's position in an epoch. It may move backwards: a hub restored from a backup states less than
    /// before. A statement outside what the journal has counts as the nearest number within: FirstRetained - 1, or
    /// LastSeq; of an epoch of which nothing is kept nothing is noted. It reaches the file with other writes; until then
    /// a crash brings an earlier position back, and the hub states this one again.
    /// </summary>
    /// <exception cref="JournalException">The journal cannot be written; the position is what it was.</exception>
    public async ValueTask SetDeliveredAsync(string epoch, long through)
    {
        if (_state.Find(epoch)?.Delivered != through)
        {
            await EnqueueAsync(new JournalWork(
                transaction => transaction.SetDelivered(epoch, through), needsNoWrite: true)).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Notes that the hub will not have this event. It is kept for its time and counts as delivered.
    /// </summary>
    /// <exception cref="JournalException">It could not be written.</exception>
    public async ValueTask RefuseAsync(string epoch, long seq, string reason) =>
        await EnqueueAsync(new JournalWork(transaction => transaction.Refuse(epoch, seq, reason))).ConfigureAwait(false);

    /// <summary>
    /// Notes that the hub has other events under this epoch's numbers: another journal goes by the same name.
    /// </summary>
    /// <exception cref="JournalException">It could not be written.</exception>
    public async ValueTask DivergeAsync(string epoch) =>
        await EnqueueAsync(new JournalWork(transaction => transaction.Diverge(epoch))).ConfigureAwait(false);

    /// <summary>
    /// Ends the epoch in use and begins a new one, whose first event is the alarm <c>epoch_opened</c>. Completes after
    /// the commit; what is appended later belongs to the new one. <c>conflict</c> also marks the ended one as diverged.
    /// </summary>
    /// <exception cref="JournalException">It could not be written; the epoch is what it was.</exception>
    public async ValueTask OpenEpochAsync(string cause)
    {
        var alarm = EpochCauses.Alarm(cause, 0, _clock, _boot);
        var ended = Epoch;
        await EnqueueAsync(new JournalWork(transaction => transaction.OpenEpoch(cause, alarm))).ConfigureAwait(false);
        Log.EpochOpened(_logger, Epoch, ended, cause);
    }

    /// <summary>
    /// Writes the batch (contract JSON) that begins at <paramref name="from"/>; returns the number of events, 0 = none.
    /// </summary>
    /// <remarks>
    /// Nothing is written at 0: <paramref name="from"/> is not yet recorded, or no longer kept. A batch ends before a
    /// number that is gone. The first event goes even if it alone exceeds <paramref name="maxBytes"/>; never does it
    /// exceed <see cref="EventBatch.MaxBytes"/>.
    /// </remarks>
    /// <exception cref="JournalException">The file cannot be read.</exception>
    public int ReadBatch(
        string epoch, long from, IBufferWriter<byte> output, int maxEvents = EventBatch.MaxEvents,
        int maxBytes = EventBatch.MaxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        if (_state.Find(epoch) is not { } state || !state.Keeps(from))
            return 0;
        var (events, bytes) = (Math.Min(maxEvents, EventBatch.MaxEvents), Math.Min(maxBytes, EventBatch.MaxBytes));
        return Reading(reader => reader.ReadBatch(state, from, output, events, bytes) is > 0 and var count ? count
            // Retention may have removed it meanwhile; if not, it is missing.
            : _state.Find(epoch)?.Keeps(from) != true ? 0
            : throw new JournalDamageException("event", $"event {from} of epoch {epoch} is missing"));
    }

    /// <summary>The smallest kept number from <paramref name="from"/> on; LastSeq + 1 when there is none.</summary>
    public long NextKept(string epoch, long from) => _state.Find(epoch)?.NextKept(from) ?? from;

    /// <summary>
    /// Chain link of a retained event, or of the row before the oldest one (the anchor, or genesis); null if gone.
    /// </summary>
    /// <exception cref="JournalException">The file cannot be read.</exception>
    public byte[]? LinkOf(string epoch, long seq)
    {
        if (_state.Find(epoch) is not { } state || seq < 0 || seq > state.LastSeq)
            return null;
        if (Reading(reader => reader.LinkOf(state.RowOf(seq))) is { } link)
            return link;
        // After the row: a step of retention in between has moved the anchor here.
        return _state.Find(epoch)?.Anchor is { Link.Length: > 0 } anchor && anchor.Seq == seq ? [.. anchor.Link] : null;
    }

    /// <summary>Completes when an event beyond <paramref name="seq"/> is committed, or another epoch is in use.</summary>
    public async ValueTask WaitBeyondAsync(string epoch, long seq, CancellationToken cancellation)
    {
        while (!IsBeyond())
        {
            // Taken before the look at the state, so that no commit falls between.
            var next = _signal.Next();
            if (IsBeyond())
                return;
            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }

        bool IsBeyond() => _state.Current is var current && (current.Name != epoch || current.LastSeq > seq);
    }

    /// <summary>Writes what waits, checkpoints and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _retention.DisposeAsync().ConfigureAwait(false);
        // The reader before the writer learns of the end: SQLite checkpoints when the last connection closes, and
        // that is the writer's to do.
        _reader.Dispose();
        _queue.Close();
        await _writer.Ended.ConfigureAwait(false);
        _signal.Close();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Marks the age and removes what is delivered and old, step by step; returns rows removed.</summary>
    internal async ValueTask<long> SweepAsync(CancellationToken cancellation)
    {
        await EnqueueAsync(new JournalWork(static transaction =>
        {
            transaction.MarkAge();
            return 0;
        }, isMaintenance: true)).ConfigureAwait(false);
        long removed = 0, step;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            step = await EnqueueAsync(new JournalWork(
                transaction => transaction.RemoveOld(_keep), isMaintenance: true)).ConfigureAwait(false);
            removed += step;
        }
        while (step > 0);
        return removed;
    }

    /// <summary>For tests: something on the writing connection, within a transaction.</summary>
    internal ValueTask<long> OnWriterAsync(Func<Database, long> work) =>
        EnqueueAsync(new JournalWork(transaction => work(transaction.Database), isMaintenance: true));

    /// <summary>For tests: something on the writing connection, outside a transaction.</summary>
    internal ValueTask<long> OnWriterAloneAsync(Func<Database, long> work) =>
        EnqueueAsync(new JournalWork(transaction => work(transaction.Database), needsNoWrite: true));

    /// <summary>For tests: something on the reading connection.</summary>
    internal T OnReader<T>(Func<Database, T> read) => _reader.Use(read);

    private ValueTask<long> EnqueueAsync(JournalWork work)
    {
        var added = _queue.AddAsync(work);
        return added.IsCompletedSuccessfully ? new ValueTask<long>(work.Task) : AfterAsync(added, work);
    }

    private static async ValueTask<long> AfterAsync(ValueTask added, JournalWork work)
    {
        await added.ConfigureAwait(false);
        return await work.Task.ConfigureAwait(false);
    }

    // On the writer thread, after each commit.
    private void Publish(JournalState state)
    {
        var before = _state?.Current;
        var more = before is not null && (state.Current.LastSeq > before.LastSeq || state.Current.Id != before.Id);
        _state = state;
        if (more)
            _signal.Raise();
    }

    /// <summary>Reads; what shows the file to be damaged is seen to by the writer thread.</summary>
    private T Reading<T>(Func<JournalReader, T> read)
    {
        var generation = _writer.Generation;
        try
        {
            return read(_reader);
        }
        catch (Exception e) when (e is DatabaseException or JournalDamageException)
        {
            if (JournalDamageException.In(e) is { } damage)
                _ = _writer.ReportAsync(damage, generation);
            throw Unreadable(e);
        }
    }

    private static JournalException Unreadable(Exception e) => new(
        $"The journal cannot be read: {e.Message}. Nothing is lost by that, but undelivered events wait. Check the "
        + "disk that holds Journal:Path.", e);

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
