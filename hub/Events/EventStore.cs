using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Events;

/// <summary>
/// The hub's database. One thread owns the one connection that writes and checkpoints; everything that changes rows
/// comes to it as work and waits for the commit. All work that is waiting goes into one transaction (group commit), so
/// that a thousand gates cost few disk flushes. If a commit fails, its work fails and nothing of it is stored: the
/// gates were not acknowledged and send again. Readers have connections of their own that can neither write nor
/// checkpoint.
/// </summary>
public sealed class EventStore : IAsyncDisposable
{
    private const int MostInOneCommit = 256;
    private readonly Channel<Work> _work;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly EventCounters _counters;
    private readonly ILogger _logger;
    private readonly Database _db;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EventStore(IOptions<EventsOptions> options, TimeProvider time, EventCounters counters, ILogger<EventStore> logger)
    {
        (_path, _time, _counters, _logger) = (Path.GetFullPath(options.Value.Path), time, counters, logger);
        _work = Channel.CreateBounded<Work>(options.Value.MaxWaiting);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _db = Database.OpenWriter(_path);
        EventSchema.Migrate(_db, _path);
        Log.Opened(_logger, _path, SqliteLibrary.Version);
        if (SqliteLibrary.HasWalResetFault)
            Log.WalResetFault(_logger, SqliteLibrary.Version);
        _thread = new Thread(Write) { IsBackground = true, Name = "event store" };
        _thread.Start();
    }

    /// <summary>Why the last commit failed, in words; null while all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Stores a batch; completes after the commit with what is to be acknowledged.</summary>
    /// <exception cref="DatabaseException">It could not be committed; nothing of it is stored.</exception>
    public Task<AckMessage> StoreAsync(string gate, EventBatch batch, CancellationToken cancellation) =>
        RunAsync(writer => writer.Store(gate, batch), cancellation);

    /// <summary>The hub's position in a journal, with everything that was committed before the call.</summary>
    public Task<AckMessage> PositionAsync(string gate, string epoch, CancellationToken cancellation) =>
        RunAsync(writer => writer.Position(gate, epoch), cancellation);

    /// <summary>Runs statements on the writing connection, within the next commit.</summary>
    internal Task WriteAsync(Action<Database> write, CancellationToken cancellation) =>
        RunAsync(_ => { write(_db); return Nothing; }, cancellation);

    /// <summary>A connection for reading; the caller disposes it.</summary>
    internal Database OpenReader() => Database.OpenReader(_path);

    public async ValueTask DisposeAsync()
    {
        if (_work.Writer.TryComplete())
            await _ended.Task;
    }

    private static readonly AckMessage Nothing = new("", 0, "");

    private async Task<AckMessage> RunAsync(Func<EventWriter, AckMessage> run, CancellationToken cancellation)
    {
        var work = new Work(run);
        try
        {
            await _work.Writer.WriteAsync(work, cancellation);
        }
        catch (ChannelClosedException e)
        {
            throw new DatabaseException("The hub stops; the gate will send this again.", e);
        }
        return await work.Done.Task;
    }

    private void Write()
    {
        using var writer = new EventWriter(_db, _time, _counters, _logger);
        var group = new List<Work>(MostInOneCommit);
        while (_work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < MostInOneCommit && _work.Reader.TryRead(out var work))
                group.Add(work);
            Commit(writer, group);
            group.Clear();
        }
        writer.Dispose();
        _db.Dispose();
        _ended.SetResult();
    }

    private void Commit(EventWriter writer, List<Work> group)
    {
        try
        {
            _db.InTransaction(() =>
            {
                foreach (var work in group)
                    work.Result = work.Run(writer);
            });
            Trouble = null;
            foreach (var work in group)
                work.Done.SetResult(work.Result!);
        }
        catch (Exception e)
        {
            Trouble = e.Message;
            Log.CommitFailed(_logger, group.Count, e.Message);
            foreach (var work in group)
                work.Done.TrySetException(e as DatabaseException ?? new DatabaseException(e.Message, e));
        }
    }

    private sealed class Work(Func<EventWriter, AckMessage> run)
    {
        internal Func<EventWriter, AckMessage> Run => run;
        internal AckMessage? Result { get; set; }
        internal TaskCompletionSource<AckMessage> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
