using CheckIn.Gate.Journal.Salvage;
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
/// A file that turns out to be damaged, at the start or by what anybody reads or writes, is salvaged on this thread
/// (<see cref="JournalSalvage"/>), and the journal goes on in the new one.
/// </summary>
#pragma warning disable CA1001 // What it owns its thread disposes of at its end.
internal sealed class JournalWriter
#pragma warning restore CA1001
{
    private const int MostInGroup = 256;
    private const int CommitsBeforeCheckpoint = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan BetweenSalvages = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly JournalQueue _queue;
    private readonly JournalReader _reader;
    private readonly TimeProvider _time;
    private readonly string _boot;
    private readonly ILogger _logger;
    private readonly Action<JournalState> _publish;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<JournalWork> _group = new(MostInGroup);
    private readonly List<JournalWork> _maintenance = [];
    private JournalState _state = null!;
    private Database _database = null!;
    private JournalTransaction _transaction = null!;
    private JournalDamageException? _damage;
    private volatile int _generation;
    private int _commits;
    private bool _failed;

    private JournalWriter(
        string path, JournalQueue queue, JournalReader reader, TimeProvider time, string boot, ILogger logger,
        Action<JournalState> publish) =>
        (_path, _queue, _reader, _time, _boot, _logger, _publish) = (path, queue, reader, time, boot, logger, publish);

    /// <summary>Completes when the thread has ended and the connection is closed.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Counts the files that this journal has been in since its start.</summary>
    internal int Generation => _generation;

    /// <summary>Starts the thread and returns when the journal is open; the thread's own error otherwise.</summary>
    internal static JournalWriter Start(
        string path, JournalQueue queue, JournalReader reader, TimeProvider time, string boot, ILogger logger,
        Action<JournalState> publish)
    {
        var writer = new JournalWriter(path, queue, reader, time, boot, logger, publish);
        var opened = new TaskCompletionSource();
        new Thread(() => writer.Run(opened)) { Name = "journal writer", IsBackground = true }.Start();
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
            OpenSound();
            opened.SetResult();
            while (Serve() is { } damage && TrySalvage(damage)) { }
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
            _transaction?.Dispose();
            _database?.Dispose();
            _ended.TrySetResult();
        }
    }

    /// <summary>Opens the journal, or what can be salvaged of it.</summary>
    private void OpenSound()
    {
        var salvage = new JournalSalvage(_path, _time, _boot, _logger);
        salvage.Finish();
        if (salvage.Examine() is { } damage)
            salvage.Run(damage, null);
        try
        {
            Open();
        }
        catch (Exception e) when (JournalDamageException.In(e) is { } found)
        {
            Close();
            salvage.Run(found, null);
            Open();
        }
    }

    private void Open()
    {
        _database = Database.OpenWriter(_path);
        JournalSchema.Migrate(_database, _path);
        _state = JournalSchema.ReadState(_database);
        EpochNames.Check(_path, _state);
        _transaction = new JournalTransaction(_database, new JournalAge(_time, _boot, _database), _state);
        WriteNames();
        _reader.Open(_path);
        _publish(_state);
    }

    /// <summary>Leaves a damaged file as it is.</summary>
    private void Close()
    {
        _reader.Close();
        _transaction?.Dispose();
        _transaction = null!;
        _database?.Abandon();
        _database = null!;
    }

    /// <summary>
    /// Whoever records something meanwhile is told so at once, and a lane does as its policy says; a gate that cannot
    /// write a new file tries again, and is no worse off than with a full disk. False = the journal closes.
    /// </summary>
    private bool TrySalvage(JournalDamageException damage)
    {
        _queue.Refuse(new JournalException(
            $"The journal is damaged ({damage.Message}) and is being salvaged. Nothing was recorded; all that can be read is "
            + "kept. Recording goes on as soon as that is done."));
        Close();
        while (true)
        {
            try
            {
                new JournalSalvage(_path, _time, _boot, _logger).Run(damage, _state);
                Open();
                (_damage, _failed, _commits) = (null, false, 0);
                _generation++;
                _queue.Accept();
                return true;
            }
            catch (Exception e) when (e is JournalException or DatabaseException or JournalDamageException)
            {
                Log.WriteFailed(_logger, e);
                Close();
                if (_queue.WaitForClose(BetweenSalvages))
                    return false;
            }
        }
    }

    /// <summary>Does what waits until the journal closes (null) or turns out to be damaged.</summary>
    private JournalDamageException? Serve()
    {
        while (_queue.Take(_group, MostInGroup, _commits >= CommitsBeforeCheckpoint ? Pause : Timeout.InfiniteTimeSpan))
        {
            if (_group.Count == 0)
                Checkpoint();
            else
                CommitAll();
            if (_damage is not null)
                return _damage;
        }
        return null;
    }

    private void CommitAll()
    {
        _maintenance.AddRange(_group.Where(static work => work.IsMaintenance));
        if (_maintenance.Count > 0)
            _group.RemoveAll(static work => work.IsMaintenance);
        if (_group.Count > 0)
            Commit(_group);
        foreach (var work in _maintenance)
            Commit([work]);
        _maintenance.Clear();
    }

    private void Commit(List<JournalWork> group)
    {
        try
        {
            if (_failed)
                _state = JournalSchema.ReadState(_database);
            _transaction.Begin(_state);
            foreach (var work in group)
                work.Apply(_transaction);
            _transaction.Commit();
        }
        catch (Exception e)
        {
            _transaction.Rollback();
            _damage ??= JournalDamageException.In(e);
            Fail(group, e);
            return;
        }
        var isNewEpoch = _state.Current.Id != _transaction.Next.Current.Id;
        _state = _transaction.Next;
        if (isNewEpoch)
            WriteNames();
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

    private void Checkpoint()
    {
        _commits = 0;
        try
        {
            _database.Checkpoint();
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
