using CheckIn.Gate.Journal.Salvage;
using CheckIn.Gate.Supervision;
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
/// A file that turns out to be damaged, at the start or by what anybody reads or writes, is salvaged on this thread
/// (<see cref="JournalSalvage"/>), and the journal goes on in the new one.
/// </summary>
#pragma warning disable CA1001 // The thread disposes of what it opens.
internal sealed class JournalWriter
#pragma warning restore CA1001
{
    private const int MostInGroup = 256;
    private const int CommitsBeforeCheckpoint = 64;
    private static readonly TimeSpan CommitTakesAtMost = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenSalvages = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly JournalQueue _queue;
    private readonly JournalReader _reader;
    private readonly ILogger _logger;
    private readonly Action<JournalState> _publish;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<JournalWork> _group = new(MostInGroup);
    private readonly List<JournalWork> _maintenance = [];
    private readonly JournalBounds _bounds;
    private readonly LoopBeat? _beat;
    private JournalState _state = null!;
    private OpenJournal _file = null!;
    private JournalDamageException? _damage;
    private volatile int _generation;
    private volatile JournalStanding _standing = null!;
    private int _commits;
    private long _unrecorded;
    private bool _dropsReported;
    private JournalTrouble? _trouble;

    private JournalWriter(
        string path, JournalBounds bounds, JournalQueue queue, JournalReader reader, ILogger logger, Liveness? liveness,
        Action<JournalState> publish)
    {
        (_path, _bounds, _queue, _reader, _logger, _publish) = (path, bounds, queue, reader, logger, publish);
        _beat = liveness?.Watch("journal writer", CommitTakesAtMost);
        _beat?.Rest();
    }

    /// <summary>What the journal says of itself.</summary>
    internal JournalStanding Standing => _standing;

    /// <summary>Counts the files that this journal has been in since its start.</summary>
    internal int Generation => _generation;

    /// <summary>Completes when the thread has ended and the connection is closed.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Starts the thread and returns when the journal is open; the thread's own error otherwise.</summary>
    internal static JournalWriter Start(
        string path, JournalBounds bounds, JournalQueue queue, JournalReader reader, ILogger logger, Liveness? liveness,
        Action<JournalState> publish)
    {
        var writer = new JournalWriter(path, bounds, queue, reader, logger, liveness, publish);
        var opened = new TaskCompletionSource();
        new Thread(() => writer.Run(opened)) { Name = "journal writer", IsBackground = true }.Start();
        // Once at start, and nobody can do anything before: the new thread completes it, never this one.
        opened.Task.GetAwaiter().GetResult();
        return writer;
    }

    /// <summary>Somebody has read what cannot be right in the file of that generation; the thread sees to it.</summary>
    internal async Task ReportAsync(JournalDamageException damage, int generation)
    {
        try
        {
            var work = new JournalWork(_ => generation == _generation ? throw damage : 0, isMaintenance: true);
            await _queue.AddAsync(work).ConfigureAwait(false);
            await work.Task.ConfigureAwait(false);
        }
        catch (JournalException)
        {
            // Of the damage all those who wait are told; or the gate stops, and the next start sees to it.
        }
    }

    private void Run(TaskCompletionSource opened)
    {
        try
        {
            Use(OpenJournal.Open(_path, _bounds, _logger));
            opened.SetResult();
            while (Serve() is { } damage && TrySalvage(damage)) { }
        }
        catch (Exception e) when (!opened.Task.IsCompleted)
        {
            opened.SetException(e is DatabaseException ? WriteFailure.ExplainOpening(e, _path) : e);
        }
        finally
        {
            _file?.Dispose();
            _beat?.Dispose();
            _ended.TrySetResult();
        }
    }

    private void Use(OpenJournal file)
    {
        (_file, _state, _damage, _commits) = (file, file.State, null, 0);
        WriteNames();
        _reader.Open(_path);
        // Before anybody sees the epoch: whoever does may record in it.
        _trouble = null;
        _generation++;
        _queue.Accept();
        Publish(file.Transaction);
    }

    /// <summary>
    /// Whoever records something meanwhile is told so at once, and a lane does as its policy says; a gate that cannot
    /// write a new file tries again, and is no worse off than with a full disk. False = the journal closes.
    /// </summary>
    private bool TrySalvage(JournalDamageException damage)
    {
        _queue.Refuse(new JournalException(
            $"The journal is damaged ({damage.Message}) and is being salvaged. Nothing was recorded; all that can be read is "
            + "kept. Recording goes on as soon as that is done.")
        { Trouble = JournalTrouble.DiskFails });
        _trouble = JournalTrouble.DiskFails;
        Publish(_file.Transaction);
        _reader.Close();
        _file.Abandon();
        _file = null!;
        while (true)
        {
            try
            {
                // What was salvaged before, but could not be read, is only to be opened.
                Use(_damage is null
                    ? OpenJournal.Open(_path, _bounds, _logger)
                    : OpenJournal.Salvage(_path, _bounds, damage, _state, _logger));
                return true;
            }
            catch (Exception e) when (e is JournalException or DatabaseException or JournalDamageException)
            {
                Log.WriteFailed(_logger, e);
                _file?.Dispose();
                _file = null!;
                if (_queue.WaitForClose(BetweenSalvages))
                    return false;
            }
        }
    }

    /// <summary>Does what waits until the journal closes (null) or turns out to be damaged.</summary>
    private JournalDamageException? Serve()
    {
        while (_queue.Take(_group, MostInGroup, Patience))
        {
            _beat?.Beat();
            if (_group.Count > 0)
                CommitAll(_file.Transaction);
            else if (_trouble is not null)
                TryToWrite(_file.Transaction);
            else
                Checkpoint();
            // Nobody hurries the thread while it waits, or salvages a file of any size.
            _beat?.Rest();
            if (_damage is not null)
                return _damage;
        }
        if (_file.Transaction.HasUnstoredMarks)
            TryToWrite(_file.Transaction);
        return null;
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
        var before = _state;
        _state = transaction.Next;
        if (_state.Current.Id != before.Current.Id)
            WriteNames();
        Publish(transaction);
        foreach (var work in group)
            work.Complete();
        Report(before.Alarms, transaction);
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
        Checkpoint();
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
                _state = transaction.WithMarks(JournalSchema.ReadState(transaction.Database), _state);
            transaction.Begin(_state);
            foreach (var work in group)
                work.Apply(transaction);
            if (_trouble is not null)
            {
                transaction.Append(JournalAlarm.Draft(
                    JournalAlarm.Failed, _unrecorded, cleared: true, _bounds.Clock, _bounds.Boot));
            }
            transaction.Commit();
        }
        catch (Exception e)
        {
            transaction.Rollback();
            _damage ??= JournalDamageException.In(e);
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

    private void Checkpoint()
    {
        _commits = 0;
        try
        {
            _file.Database.Checkpoint();
        }
        catch (DatabaseException e)
        {
            // The rows stay in the write-ahead log, as safe as before; the next pause tries again.
            Log.CheckpointFailed(_logger, e);
            _damage ??= JournalDamageException.In(e);
        }
    }

    private void WriteNames()
    {
        try
        {
            EpochNames.Write(_path, _state);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NamesUnwritten(_logger, e.Message);
        }
    }
}
