using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CheckIn.Contract;

/// <summary>
/// One event of a received batch. Every memory points into the batch's own bytes or the scratch that it was read with,
/// and holds as long as they do; texts are kept as UTF-8, because that is how they are stored.
/// </summary>
public sealed class ReceivedEvent
{
    public long Seq { get; internal set; }
    /// <summary>The kind, UTF-8.</summary>
    public ReadOnlyMemory<byte> KindUtf8 { get; internal set; }
    /// <summary>The lane, UTF-8; empty for none.</summary>
    public ReadOnlyMemory<byte> LaneUtf8 { get; internal set; }
    /// <summary>"in", "out" or null; UTF-8.</summary>
    public ReadOnlyMemory<byte>? DirectionUtf8 { get; internal set; }
    /// <summary>Boot id, UTF-8.</summary>
    public ReadOnlyMemory<byte>? BootUtf8 { get; internal set; }
    /// <summary>CLOCK_MONOTONIC at the gate, ns.</summary>
    public long MonotonicNs { get; internal set; }
    /// <summary>Wall time as the gate had it, Unix ms.</summary>
    public long At { get; internal set; }
    /// <summary>Clock quality; null = never synchronised in this boot.</summary>
    public ClockQuality? Clock { get; internal set; }
    /// <summary>The previous link as the event states it.</summary>
    public byte[] Prev { get; } = new byte[ChainLink.Size];
    /// <summary>The event's JSON without the sealed part: what its chain link is computed over.</summary>
    public ReadOnlyMemory<byte> Fact { get; internal set; }
    /// <summary>JSON of the sealed part, or empty.</summary>
    public ReadOnlyMemory<byte> Sealed { get; internal set; }
    /// <summary>This event's own link, computed from <see cref="Fact"/>.</summary>
    public byte[] Link { get; } = new byte[ChainLink.Size];
    /// <summary>Body's <c>outcome</c> ("admitted", "refused"), or null; UTF-8.</summary>
    public ReadOnlyMemory<byte>? OutcomeUtf8 { get; internal set; }
    /// <summary>Body's <c>tag</c>, or null; UTF-8.</summary>
    public ReadOnlyMemory<byte>? TagUtf8 { get; internal set; }

    public string Kind => Text(KindUtf8)!;
    public string Lane => Text(LaneUtf8)!;
    /// <summary>"in", "out" or null.</summary>
    public string? Direction => Text(DirectionUtf8);
    /// <summary>Boot id.</summary>
    public string? Boot => Text(BootUtf8);
    /// <summary>Body's <c>outcome</c>, or null.</summary>
    public string? Outcome => Text(OutcomeUtf8);
    /// <summary>Body's <c>tag</c>, or null.</summary>
    public string? Tag => Text(TagUtf8);

    private static string? Text(ReadOnlyMemory<byte>? utf8) =>
        utf8 is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}

/// <summary>
/// A batch as a gate sends it: <c>{epoch, first, last, firstRetained, events[]}</c>. A <c>contract</c> above
/// <see cref="Contract"/> says that the batch is not for this version to read; absent = 1.
/// </summary>
/// <param name="Epoch">Identity of the journal file, <c>[a-z0-9-]{1,64}</c>.</param>
/// <param name="First">Sequence number of the first event.</param>
/// <param name="FirstRetained">Oldest number that the gate still has; what is below cannot be asked for.</param>
/// <param name="Events">1 to 500 events, consecutive from <paramref name="First"/>.</param>
public sealed record EventBatch(string Epoch, long First, long FirstRetained, IReadOnlyList<ReceivedEvent> Events)
{
    /// <summary>Most events in one batch.</summary>
    public const int MaxEvents = 500;
    /// <summary>Most bytes in one batch.</summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>The version of the contract that this program reads and writes.</summary>
    public const int Contract = 1;

    /// <summary>Begins a batch; the wire forms follow, separated by commas, then <see cref="WriteEnd"/>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="epoch">Identity of the epoch.</param>
    /// <param name="first">Number of the first event.</param>
    /// <param name="firstRetained">Oldest number of the unbroken run that holds it.</param>
    /// <param name="last">
    /// Number of the last event, so that a refusal can name them all even where they cannot be read; null = left out.
    /// </param>
    /// <returns>Bytes written.</returns>
    public static int WriteStart(
        IBufferWriter<byte> output, string epoch, long first, long firstRetained, long? last = null) =>
        (int)Encoding.UTF8.GetBytes(Head(epoch, first, firstRetained, last), output);

    /// <summary>Bytes of a batch beside its events.</summary>
    public static int HeadLength(string epoch, long first, long firstRetained, long? last = null) =>
        Head(epoch, first, firstRetained, last).Length + "]}".Length;

    /// <summary>Ends a batch.</summary>
    public static void WriteEnd(IBufferWriter<byte> output) => output.Write("]}"u8);

    private static string Head(string epoch, long first, long firstRetained, long? last) => last is null
        ? $"{{\"epoch\":\"{epoch}\",\"first\":{first},\"firstRetained\":{firstRetained},\"events\":["
        : $"{{\"epoch\":\"{epoch}\",\"first\":{first},\"last\":{last},\"firstRetained\":{firstRetained},\"events\":[";

    /// <summary>Reads a batch. The result keeps <paramref name="payload"/>'s memory: copy what is reused.</summary>
    /// <exception cref="MalformedBatchException">Not a batch of contract version 1; the message says where.</exception>
    public static EventBatch Read(ReadOnlyMemory<byte> payload) =>
        Read(payload, new byte[payload.Length], new EventMemory());

    /// <summary>Reads a batch without memory of its own.</summary>
    /// <param name="payload">The batch; the result keeps its memory.</param>
    /// <param name="scratch">
    /// As long as <paramref name="payload"/>. Facts out of which a sealed part was cut are put here; the result keeps it.
    /// </param>
    /// <param name="memory">Its events are used for this batch, and are the next one's when it is used again.</param>
    /// <exception cref="MalformedBatchException">Not a batch of contract version 1; the message says where.</exception>
    public static EventBatch Read(ReadOnlyMemory<byte> payload, Memory<byte> scratch, EventMemory memory) =>
        new EventBatchReader(payload, scratch, memory).Read();

    /// <summary>Reads one event from its fact, as a journal or a hub keeps it.</summary>
    /// <exception cref="MalformedBatchException">Not an event of contract version 1.</exception>
    public static ReceivedEvent ReadEvent(ReadOnlyMemory<byte> fact) => new EventBatchReader(fact, default, new EventMemory()).ReadAlone();
}

/// <summary>A batch that breaks the contract.</summary>
public sealed class MalformedBatchException : Exception
{
    public MalformedBatchException(string message) : base(message) { }
    public MalformedBatchException(string message, Exception inner) : base(message, inner) { }
    public MalformedBatchException() { }
    /// <summary>Epoch, where it could still be read, so that the refusal can be addressed.</summary>
    public string? Epoch { get; init; }
    /// <summary>First sequence number, where it could still be read.</summary>
    public long? First { get; init; }
    /// <summary>Last sequence number, where the batch says it before its events and it could still be read.</summary>
    public long? Last { get; init; }
    /// <summary>Oldest number of the run that the batch begins in or continues, where it could still be read.</summary>
    public long? FirstRetained { get; init; }
    /// <summary>One of <see cref="RefusalReasons"/>.</summary>
    public string Reason { get; init; } = RefusalReasons.Malformed;
}
