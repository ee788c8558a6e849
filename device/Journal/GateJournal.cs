using System.Buffers;
using CheckIn.Contract;

namespace CheckIn.Gate.Journal;

/// <summary>The gate's durable record.</summary>
public sealed class GateJournal : IAsyncDisposable
{
    /// <summary>Opens or creates the journal and starts its writer.</summary>
    public static GateJournal Open(JournalOptions options, TimeProvider time) => throw new NotImplementedException();

    /// <summary>Identity of the journal file.</summary>
    public string Epoch => throw new NotImplementedException();
    /// <summary>Last committed sequence number; 0 = none.</summary>
    public long LastSeq => throw new NotImplementedException();
    /// <summary>What the hub has acknowledged.</summary>
    public long DeliveredThrough => throw new NotImplementedException();
    /// <summary>Oldest sequence number still kept; LastSeq + 1 when empty.</summary>
    public long FirstRetained => throw new NotImplementedException();
    /// <summary>Events not yet acknowledged.</summary>
    public long Backlog => LastSeq - DeliveredThrough;
    /// <summary>Size of the journal's files in bytes.</summary>
    public long SizeBytes => throw new NotImplementedException();

    /// <summary>Commits one event with synchronous=FULL; completes with its sequence number after the commit.</summary>
    /// <exception cref="JournalException">It could not be written; nothing was recorded.</exception>
    public ValueTask<long> AppendAsync(EventDraft draft) => throw new NotImplementedException();

    /// <summary>The next session number, durable, always greater than every earlier one of this journal.</summary>
    public ValueTask<long> NextSessionAsync() => throw new NotImplementedException();

    /// <summary>Takes over the hub's position. It may move backwards: a hub restored from a backup states less than before.</summary>
    public ValueTask SetDeliveredAsync(long through) => throw new NotImplementedException();

    /// <summary>Writes the batch (contract JSON) that begins at <paramref name="from"/>; returns the number of events, 0 = none.</summary>
    public int ReadBatch(long from, IBufferWriter<byte> output, int maxEvents = EventBatch.MaxEvents, int maxBytes = EventBatch.MaxBytes) =>
        throw new NotImplementedException();

    /// <summary>Chain link of a retained event, or of the row before the oldest one (the anchor, or genesis); null if gone.</summary>
    public byte[]? LinkOf(long seq) => throw new NotImplementedException();

    /// <summary>Completes when an event beyond <paramref name="seq"/> is committed.</summary>
    public ValueTask WaitBeyondAsync(long seq, CancellationToken cancellation) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>The journal cannot be written. The message says what happened, what is lost and what to do.</summary>
public sealed class JournalException : Exception
{
    public JournalException() { }
    public JournalException(string message) : base(message) { }
    public JournalException(string message, Exception inner) : base(message, inner) { }
}
