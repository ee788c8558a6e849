using CheckIn.Storage;
using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Journal;

/// <summary>
/// The one thread that owns the one writing connection. It takes what waits, does it in one transaction with
/// synchronous=FULL, publishes the new state and then tells those who wait. While it commits, the next group gathers:
/// that is the whole of group commit, and one append alone waits for nobody.
/// When a transaction fails, all of its group fails and none of it is recorded; the state stays that of the last
/// commit. Before the next transaction the file is asked where it stands, because it is the truth: a failed sync
/// leaves open whether its rows would have survived a crash.
/// While writing fails, it is tried every few seconds even if nobody comes; the first transaction that succeeds carries an
/// alarm that says how much was not recorded.
/// Checkpoints happen on this thread too: in a pause after some commits, so that people pass in between, and by
/// SQLite's own count only when no pause ever comes.
/// </summary>
internal sealed class JournalWriter
{
    private const int MostInGroup = 256;
    private const int CommitsBeforeCheckpoint = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly JournalQueue _queue;
    private readonly ILogger _logger;
    private readonly Action<JournalState> _publish;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<JournalWork> _group = new(MostInGroup);
    private readonly List<JournalWork> _maintenance = [];
    private JournalState _state = null!;
    private readonly JournalBounds _bounds;
    private volatile JournalStanding _standing = null!;
    private int _commits;
    private long _unrecorded;
    private bool _dropsReported;
    private JournalTrouble? _trouble;

    private JournalWriter(
        string path, JournalBounds bounds, JournalQueue queue, ILogger logger, Action<JournalState> publish) =>
        (_path, _bounds, _queue, _logger, _publish) = (path, bounds, queue, logger, publish);

    /// <summary>What the journal says of itself.</summary>
    internal JournalStanding Standing => _standing;

    /// <summary>Completes when the thread has ended and the connection is closed.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Starts the thread and returns when the journal is open; the thread's own error otherwise.</summary>
    internal static JournalWriter Start(
        string path, JournalBounds bounds, JournalQueue queue, ILogger logger, Action<JournalState> publish)
    {
        var writer = new JournalWriter(path, bounds, queue, logger, publish);
        var opened = new TaskCompletionSource();
        new Thread(() => writer.Run(opened)) { Name = "journal writer", IsBackground = true }.Start();
        opened.Task.GetAwaiter().GetResult();
        return writer;
    }

    private void Run(TaskCompletionSource opened)
    {
        try
        {
            using var database = Database.OpenWriter(_path);
            JournalSchema.Migrate(database, _path);
            _bounds.Impose(database);
            _state = JournalSchema.ReadState(database, _path);
            using var transaction = new JournalTransaction(
                database, new JournalAge(_bounds.Time, _bounds.Boot, database), _state, _bounds);
            Publish(transaction);
            opened.SetResult();
            Serve(database, transaction);
        }
        catch (Exception e) when (!opened.Task.IsCompleted)
        {
            opened.SetException(e is DatabaseException
                ? new JournalException($"The journal cannot be opened: {e.Message}. Nothing was recorded or changed. "
                    + "Check that the directory of Journal:Path exists on a writable disk with room.", e)
                : e);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void Serve(Database database, JournalTransaction transaction)
    {
        while (_queue.Take(_group, MostInGroup, Patience))
        {
            if (_group.Count > 0)
                CommitAll(transaction);
            else if (_trouble is not null)
                TryToWrite(transaction);
            else
                Checkpoint(database);
        }
        if (transaction.HasUnstoredMarks)
            TryToWrite(transaction);
    }

    private TimeSpan Patience => _trouble is not null ? TryAgain
        : _commits >= CommitsBeforeCheckpoint ? Pause : Timeout.InfiniteTimeSpan;

    private void CommitAll(JournalTransaction transaction)
    {
        _maintenance.AddRange(_group.Where(static work => work.IsMaintenance));
        if (_maintenance.Count > 0)
            _group.RemoveAll(static work => work.IsMaintenance);
        if (_group.Count > 0)
            Commit(transaction, _group);
        foreach (var work in _maintenance)
            Commit(transaction, [work]);
        _maintenance.Clear();
        if (transaction.WantsRoom)
            Try(transaction, static transaction => transaction.DropDelivered());
    }

    private void TryToWrite(JournalTransaction transaction) => Try(transaction, static transaction =>
    {
        transaction.MarkAge();
        return 0;
    });

    /// <summary>A transaction that nobody waits for; if it fails, that is noted as for any other.</summary>
    private void Try(JournalTransaction transaction, Func<JournalTransaction, long> apply)
    {
        var work = new JournalWork(apply, isMaintenance: true);
        Commit(transaction, [work]);
        _ = work.Task.Exception; // Seen; nobody else will look at it.
    }

    private void Commit(JournalTransaction transaction, List<JournalWork> group)
    {
        if (group.TrueForAll(static work => work.NeedsNoWrite))
        {
            transaction.Resume(_state);
            group.ForEach(work => work.Apply(transaction));
        }
        else if (WriteOrMakeRoom(transaction, group) is { } failure)
        {
            Fail(transaction, group, failure);
            return;
        }
        var before = _state.Alarms;
        _state = transaction.Next;
        Publish(transaction);
        foreach (var work in group)
            work.Complete();
        Report(before, transaction);
    }

    /// <summary>
    /// On a full disk the file may still hold delivered events, and the log may have room once it begins anew: what
    /// goes then leaves its pages to what comes.
    /// </summary>
    private JournalException? WriteOrMakeRoom(JournalTransaction transaction, List<JournalWork> group)
    {
        var failure = Write(transaction, group);
        if (failure is not { Trouble: JournalTrouble.DiskFull } || !transaction.MayDrop(_state))
            return failure;
        Checkpoint(transaction.Database);
        var drop = Write(transaction, [new JournalWork(static transaction => transaction.DropDelivered())]);
        if (drop is not null)
            return failure;
        _state = transaction.Next;
        return Write(transaction, group);
    }

    /// <summary>One transaction; null = it is committed.</summary>
    private JournalException? Write(JournalTransaction transaction, List<JournalWork> group)
    {
        try
        {
            if (_trouble is not null)
                _state = transaction.WithMarks(JournalSchema.ReadState(transaction.Database, _path), _state);
            transaction.Begin(_state);
            foreach (var work in group)
                work.Apply(transaction);
            if (_trouble is not null)
            {
                transaction.Append(JournalAlarm.Draft(
                    JournalAlarm.Failed, _unrecorded, cleared: true, _bounds.Time, _bounds.Boot));
            }
            transaction.Commit();
        }
        catch (Exception e)
        {
            transaction.Rollback();
            return WriteFailure.Explain(e, _path, group.Count, _state.Current.LastSeq);
        }
        _commits++;
        if (_trouble is not null)
            Log.WritesAgain(_logger, transaction.Next.Current.LastSeq, _unrecorded);
        (_trouble, _unrecorded) = (null, 0);
        return null;
    }

    private void Fail(JournalTransaction transaction, List<JournalWork> group, JournalException error)
    {
        if (error.Trouble == JournalTrouble.DiskFull && !transaction.Fill.HasRoomFor(0))
            error = transaction.AtBound();
        if (_trouble != error.Trouble)
            Log.WriteFailed(_logger, error);
        _trouble = error.Trouble;
        _unrecorded += group.Count(static work => work.IsEvent);
        Publish(transaction);
        foreach (var work in group)
            work.TrySetException(error);
    }

    private void Publish(JournalTransaction transaction)
    {
        _standing = new JournalStanding(transaction.Fill, _state.Alarms, _trouble, transaction.DroppedEarly);
        _publish(_state);
    }

    private void Report(StandingAlarms before, JournalTransaction transaction)
    {
        if (transaction.DroppedEarly > 0 && !_dropsReported)
        {
            _dropsReported = true;
            Log.DropsEarly(_logger);
        }
        var (fill, now) = (transaction.Fill, _state.Alarms);
        if (now.Filling && !before.Filling)
            Log.Filling(_logger, fill.Percent, _state.Backlog, _bounds.WhenFull);
        if (before.Filling && !now.Filling)
            Log.FillingCleared(_logger, fill.Percent);
        if (now.Full && !before.Full)
            Log.Full(_logger, transaction.AtBound());
        if (before.Full && !now.Full)
            Log.FullCleared(_logger, fill.Percent);
    }

    private void Checkpoint(Database database)
    {
        _commits = 0;
        try
        {
            database.Checkpoint();
        }
        catch (DatabaseException e)
        {
            // The rows stay in the write-ahead log, as safe as before; the next pause tries again.
            Log.CheckpointFailed(_logger, e);
        }
    }
}
