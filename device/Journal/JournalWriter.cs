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
/// Checkpoints happen on this thread too: in a pause after some commits, so that people pass in between, and by
/// SQLite's own count only when no pause ever comes.
/// </summary>
internal sealed class JournalWriter
{
    private const int MostInGroup = 256;
    private const int CommitsBeforeCheckpoint = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly string _path;
    private readonly JournalQueue _queue;
    private readonly ILogger _logger;
    private readonly Action<JournalState> _publish;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<JournalWork> _group = new(MostInGroup);
    private readonly List<JournalWork> _maintenance = [];
    private JournalState _state = null!;
    private int _commits;
    private bool _failed;

    private JournalWriter(string path, JournalQueue queue, ILogger logger, Action<JournalState> publish) =>
        (_path, _queue, _logger, _publish) = (path, queue, logger, publish);

    /// <summary>Completes when the thread has ended and the connection is closed.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Starts the thread and returns when the journal is open; the thread's own error otherwise.</summary>
    internal static JournalWriter Start(
        string path, JournalQueue queue, TimeProvider time, string boot, ILogger logger, Action<JournalState> publish)
    {
        var writer = new JournalWriter(path, queue, logger, publish);
        var opened = new TaskCompletionSource();
        new Thread(() => writer.Run(time, boot, opened)) { Name = "journal writer", IsBackground = true }.Start();
        opened.Task.GetAwaiter().GetResult();
        return writer;
    }

    private void Run(TimeProvider time, string boot, TaskCompletionSource opened)
    {
        try
        {
            using var database = Database.OpenWriter(_path);
            JournalSchema.Migrate(database, _path);
            _state = JournalSchema.ReadState(database, _path);
            using var transaction = new JournalTransaction(database, new JournalAge(time, boot, database), _state);
            _publish(_state);
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
        while (_queue.Take(_group, MostInGroup, _commits >= CommitsBeforeCheckpoint ? Pause : Timeout.InfiniteTimeSpan))
        {
            if (_group.Count == 0)
                Checkpoint(database);
            else
                CommitAll(transaction);
        }
    }

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
    }

    private void Commit(JournalTransaction transaction, List<JournalWork> group)
    {
        try
        {
            if (_failed)
                _state = JournalSchema.ReadState(transaction.Database, _path);
            transaction.Begin(_state);
            foreach (var work in group)
                work.Apply(transaction);
            transaction.Commit();
        }
        catch (Exception e)
        {
            transaction.Rollback();
            Fail(group, e);
            return;
        }
        _state = transaction.Next;
        _commits++;
        _publish(_state);
        foreach (var work in group)
            work.Complete();
        if (_failed)
            Log.WritesAgain(_logger, _state.Current.LastSeq);
        _failed = false;
    }

    private void Fail(List<JournalWork> group, Exception cause)
    {
        var error = cause as JournalException ?? new JournalException(
            $"The journal cannot be written: {cause.Message}. Of {group.Count} waiting, nothing was recorded; all up "
            + $"to event {_state.Current.LastSeq} is safe. Free or repair the disk that holds Journal:Path; the gate tries "
            + "again with the next event.", cause);
        if (!_failed)
            Log.WriteFailed(_logger, error);
        _failed = true;
        foreach (var work in group)
            work.TrySetException(error);
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
