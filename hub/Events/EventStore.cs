using System.Collections.Concurrent;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Events;

/// <summary>
/// The hub's database. One thread owns the one connection that writes and checkpoints; everything that changes rows
/// comes to it as work and waits for the commit. All work that is waiting goes into one transaction (group commit), so
/// that a thousand gates cost few disk flushes. If that commit fails, each work is tried alone, so that one gate's
/// trouble is not everybody's; what fails alone fails for good and nothing of it is stored: the gate was not
/// acknowledged and sends again. Readers have connections of their own that can neither write nor checkpoint.
/// </summary>
public sealed class EventStore : IAsyncDisposable
{
    private const int MostInOneCommit = 256;
    /// <summary>Beyond some thousand rows a commit gains nothing more, and whoever waits for it waits longer.</summary>
    private const int EventsInOneCommit = 4000;
    private const int IdleReaders = 4;
    /// <summary>Some 16 MB of log: the pages that every batch touches are copied back a few times less.</summary>
    internal const int CheckpointPages = 4000;
    /// <summary>The ends of every gate's index entries are touched again and again; these should stay.</summary>
    internal const int CacheKilobytes = 16 * 1024;
    private readonly Channel<StoreWork> _work;
    private readonly ConcurrentBag<Database> _readers = [];
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly EventCounters _counters;
    private readonly ILogger _logger;
    private readonly Database _db;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _correctionsDue =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile string? _trouble;

    public EventStore(
        IOptions<EventsOptions> options, TimeProvider time, EventCounters counters, ILogger<EventStore> logger)
    {
        (_path, _time, _counters, _logger) = (Path.GetFullPath(options.Value.Path), time, counters, logger);
        _work = Channel.CreateBounded<StoreWork>(options.Value.MaxWaiting);
        MakeDirectory(Path.GetDirectoryName(_path)!);
        _db = Database.OpenWriter(_path, CheckpointPages, CacheKilobytes);
        try
        {
            EventSchema.Migrate(_db, _path);
        }
        catch
        {
            _db.Dispose();
            throw;
        }
        Log.Opened(_logger, _path, SqliteLibrary.Version);
        if (SqliteLibrary.HasWalResetFault)
            Log.WalResetFault(_logger, SqliteLibrary.Version);
        new Thread(Write) { IsBackground = true, Name = "event store" }.Start();
    }

    /// <summary>Why the last commit that wrote failed, in words; null while all is well.</summary>
    public string? Trouble => _trouble;

    /// <summary>Stores a batch; completes after the commit with what is to be acknowledged.</summary>
    /// <exception cref="DatabaseException">It could not be committed; nothing of it is stored.</exception>
    public async Task<AckMessage> StoreAsync(string gate, EventBatch batch, CancellationToken cancellation)
    {
        AckMessage? ack = null;
        IngestTally? tally = null;
        var began = _time.GetTimestamp();
        await RunAsync(new(writer => (ack, tally) = writer.Store(gate, batch), Writes: true)
        {
            Events = batch.Events.Count,
        }, cancellation);
        _counters.Took(_time.GetElapsedTime(began));
        tally!.Tell(_counters, _logger);
        return ack!;
    }

    /// <summary>
    /// Records an event of a journal that the hub keeps itself, in one transaction with what is written to compose it;
    /// completes after the commit.
    /// </summary>
    /// <param name="compose">On the writing connection; may be run again. Null = there is nothing to record.</param>
    /// <param name="cancellation">Gives up before it is begun, not later.</param>
    /// <exception cref="DatabaseException">It could not be committed; nothing of it is stored.</exception>
    internal async Task RecordAsync(Func<Database, OwnEvent?> compose, CancellationToken cancellation)
    {
        IngestTally? tally = null;
        await RunAsync(new(writer => tally = compose(_db) is { } own ? writer.Append(own) : null, Writes: true)
        {
            Events = 1,
        }, cancellation);
        tally?.Tell(_counters, _logger);
    }

    /// <summary>Keeps a batch that cannot be taken; null when it does not say whose position to state.</summary>
    /// <exception cref="DatabaseException">It could not be committed; nothing of it is kept.</exception>
    internal async Task<AckMessage?> RefuseAsync(RefusedBatch batch, CancellationToken cancellation)
    {
        AckMessage? ack = null;
        IngestTally? tally = null;
        await RunAsync(new(writer => (ack, tally) = writer.Refuse(batch), Writes: true), cancellation);
        tally!.Tell(_counters, _logger);
        return ack;
    }

    /// <summary>The hub's position in a journal, with everything that was committed before the call.</summary>
    public async Task<AckMessage> PositionAsync(string gate, string epoch, CancellationToken cancellation)
    {
        AckMessage? position = null;
        await RunAsync(new(writer => position = writer.Position(gate, epoch), Writes: false), cancellation);
        return position!;
    }

    /// <summary>Has something to read when times have come to be known, for <see cref="CorrectAsync"/>.</summary>
    internal ChannelReader<bool> CorrectionsDue => _correctionsDue.Reader;

    /// <summary>Corrects some of the times that are due; false when none were.</summary>
    internal async Task<bool> CorrectAsync(CancellationToken cancellation)
    {
        var isDone = false;
        await RunAsync(new(_ => isDone = !CorrectionWriter.Step(_db), Writes: true)
        {
            Events = CorrectionWriter.MostEvents,
        }, cancellation);
        return !isDone;
    }

    /// <summary>Takes what a gate's health says of its clock.</summary>
    internal Task HearAsync(string gate, ClockReading clock, CancellationToken cancellation) =>
        RunAsync(new(writer => writer.Clocks.Hear(gate, clock), Writes: false), cancellation);

    /// <summary>Runs statements on the writing connection, within the next commit.</summary>
    internal Task WriteAsync(Action<Database> write, CancellationToken cancellation) =>
        RunAsync(new(_ => write(_db), Writes: true), cancellation);

    /// <summary>Reads what is committed, on a connection that can do nothing else.</summary>
    internal T Read<T>(Func<Database, T> read)
    {
        var reader = _readers.TryTake(out var idle) ? idle : Database.OpenReader(_path);
        try
        {
            var result = read(reader);
            if (_readers.Count < IdleReaders && !_ended.Task.IsCompleted)
            {
                _readers.Add(reader);
                reader = null;
            }
            return result;
        }
        finally
        {
            reader?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _ended.Task;
        while (_readers.TryTake(out var reader))
            reader.Dispose();
    }

    private async Task RunAsync(StoreWork work, CancellationToken cancellation)
    {
        try
        {
            await _work.Writer.WriteAsync(work, cancellation);
        }
        catch (ChannelClosedException e)
        {
            throw new DatabaseException("The hub stops; the gate will send this again.", e);
        }
        await work.Done.Task;
    }

    /// <summary>Where it is made here, nobody else may look in: codes that wait to be used stand in the file.</summary>
    private static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, PrivateFile.DirectoryMode);
    }

    private void Write()
    {
        using (_db)
        using (var writer = new EventWriter(_db, _time))
        {
            var group = new List<StoreWork>(MostInOneCommit);
            // A thread of its own: SQLite's calls block, and nothing of the pool's shall.
            while (_work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                for (var events = 0; group.Count < MostInOneCommit && events < EventsInOneCommit
                    && _work.Reader.TryRead(out var work); events += work.Events)
                    group.Add(work);
                CommitGroup(writer, group);
                group.Clear();
            }
        }
        _ended.SetResult();
    }

    private void CommitGroup(EventWriter writer, List<StoreWork> group)
    {
        if (Commit(writer, group) is not { } first)
        {
            if (group.Exists(work => work.Writes))
                _trouble = null;
            foreach (var work in group)
                work.Done.SetResult();
            return;
        }
        var failed = 0;
        foreach (var work in group)
        {
            var failure = group.Count == 1 ? first : Commit(writer, [work]);
            if (failure is null)
                work.Done.SetResult();
            else
            {
                failed++;
                _trouble = failure.Message;
                work.Done.SetException(failure);
            }
        }
        if (failed > 0)
            Log.CommitFailed(_logger, failed, _trouble!);
    }

    /// <summary>Commits all of <paramref name="group"/> or nothing; returns why not.</summary>
    private DatabaseException? Commit(EventWriter writer, List<StoreWork> group)
    {
        try
        {
            _db.InTransaction(() => group.ForEach(work => work.Run(writer)));
            if (writer.Clocks.TakeDue())
                _correctionsDue.Writer.TryWrite(true);
            return null;
        }
        // Whatever it is, the work that waits must hear of it, and the thread must live on for the others.
        catch (Exception e)
        {
            writer.Clocks.Forget();
            return e as DatabaseException ?? new DatabaseException(e.Message, e);
        }
    }

    private sealed record StoreWork(Action<EventWriter> Run, bool Writes)
    {
        internal int Events { get; init; }

        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
