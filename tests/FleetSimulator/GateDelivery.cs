using System.Buffers;
using CheckIn.Contract;
using CheckIn.Gate.Uplink;
using CheckIn.Mqtt;
using CheckIn.Time;

namespace CheckIn.FleetSimulator;

/// <summary>
/// What one connection has sent and what the hub has said to it, around the gate's own <see cref="DeliveryWindow"/>.
/// The link of every acknowledged event must be the journal's, or two journals claim to be one. An event is timed from
/// the first time that this connection sent it.
/// </summary>
/// <param name="journal">What is delivered.</param>
/// <param name="around">What all gates share.</param>
/// <param name="isTimed">Whether its latencies count.</param>
/// <param name="sentThrough">What earlier connections have sent.</param>
internal sealed class GateDelivery(SimulatedJournal journal, GateSurroundings around, bool isTimed, long sentThrough)
{
    private const int Large = 8 * 1024;
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(30);
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _writing;
    private readonly Queue<UnderWay> _underWay = new();
    private DeliveryWindow _window = DeliveryWindow.Unknown;
    private ChainMark _sent = journal.Delivered;
    private long _timedThrough;
    private long _quietSince = around.Time.GetTimestamp();

    /// <summary>The hub has stated its position.</summary>
    internal bool IsPositioned => _window.Known;

    /// <summary>The highest number that this or an earlier connection has sent.</summary>
    internal long SentThrough { get; private set; } = sentThrough;

    /// <summary>The hub has been silent for too long; asked from any thread.</summary>
    internal bool IsLate(long now) => around.Time.GetElapsedTime(Volatile.Read(ref _quietSince), now) >= AckTimeout;

    /// <summary>Starts over when the hub was silent for too long; true = the birth is to ask where it stands.</summary>
    internal bool AskAgain(long now)
    {
        if (!IsLate(now))
            return false;
        Volatile.Write(ref _quietSince, now);
        if (_window.Known && _window.Sent == _window.Acked)
            return false;
        around.Counters.CountLate();
        if (!_window.Known)
            return true;
        _window = _window.TimedOut();
        return false;
    }

    internal void Apply(AckMessage ack)
    {
        if (ack.Epoch != journal.Epoch)
            return;
        foreach (var refused in ack.Refused ?? [])
            around.Counters.CountRefused(refused.Last - refused.First + 1);
        var now = around.Time.GetTimestamp();
        Volatile.Write(ref _quietSince, now);
        var before = _window;
        _window = ack is { First: { } first, Last: { } last }
            ? _window.Answered(ack.Through, first, last, journal.LastSeq)
            : _window.Stated(ack.Through, journal.LastSeq);
        if (before.Known && _window.Asked > before.Asked)
            around.Counters.CountAskedAgain();
        var delivered = journal.Delivered;
        if (_window.Acked < delivered.Seq)
            around.Counters.CountWentBack();
        if (_window.Acked != delivered.Seq)
            MoveTo(_window.Acked, delivered, now);
        if (ack.Through > journal.LastSeq
            || (journal.Delivered.Seq == ack.Through && ChainLink.ToText(journal.Delivered.Link) != ack.Hash))
            around.Counters.CountDisagreement();
    }

    /// <summary>Sends a batch if there is one and it may; false = there is nothing to do.</summary>
    internal async ValueTask<bool> TrySendAsync(MqttClient client, string gate, CancellationToken cancellation)
    {
        if (!_window.MaySend(journal.LastSeq))
            return false;
        if (_window.HoldBack > TimeSpan.Zero)
            await Task.Delay(_window.HoldBack, around.Time, cancellation);
        var after = Math.Max(_window.Sent, journal.FirstRetained - 1);
        if (_sent.Seq != after)
            _sent = journal.MarkOf(after, _sent.Seq < after ? _sent : journal.Delivered);
        var (payload, last) = Write();
        var isLarge = payload.Length > Large;
        if (isLarge)
            await around.LargeBatches.WaitAsync(cancellation);
        try
        {
            Begin(last);
            await client.PublishAsync(
                new MqttMessage(Topics.Of(gate, GateTopic.Events), payload) { ContentType = ContentTypes.Events },
                cancellation);
        }
        finally
        {
            if (isLarge)
                around.LargeBatches.Release();
        }
        return true;
    }

    private (byte[] Payload, ChainMark Last) Write()
    {
        var writing = _writing ??= new ArrayBufferWriter<byte>(EventBatch.MaxBytes);
        writing.ResetWrittenCount();
        var (last, _) = journal.WriteBatch(writing, _sent);
        return (writing.WrittenSpan.ToArray(), last);
    }

    private void Begin(ChainMark last)
    {
        var now = around.Time.GetTimestamp();
        var first = _sent.Seq + 1;
        around.Counters.Send(
            Math.Max(0, last.Seq - Math.Max(SentThrough, _sent.Seq)),
            Math.Max(0, Math.Min(SentThrough, last.Seq) - first + 1));
        if (last.Seq > _timedThrough)
        {
            _underWay.Enqueue(new UnderWay(last, now));
            _timedThrough = last.Seq;
        }
        SentThrough = Math.Max(SentThrough, last.Seq);
        _sent = last;
        _window = _window.SentThrough(last.Seq);
        Volatile.Write(ref _quietSince, now);
    }

    private void MoveTo(long position, ChainMark delivered, long now)
    {
        var mark = delivered;
        while (_underWay.TryPeek(out var batch) && batch.Last.Seq <= position)
        {
            _underWay.Dequeue();
            Time(mark.Seq, batch.Last.Seq, batch.SentAt, now);
            mark = batch.Last;
        }
        if (mark.Seq != position)
            mark = journal.MarkOf(position, mark);
        journal.SetDelivered(mark);
        around.Counters.Acknowledge(mark.Seq - delivered.Seq, now);
    }

    /// <summary>Events of before the run, which have a time before its beginning, have no time of delivery.</summary>
    private void Time(long after, long last, long sentAt, long now)
    {
        for (var seq = after + 1; isTimed && seq <= last; seq++)
        {
            around.Counters.Ack.Add(now - sentAt);
            if (journal.TimeOf(seq) is var recorded && recorded >= around.BeganNs)
                around.Counters.Delivery.Add(around.Time.MonotonicNs() - recorded);
        }
    }

    private readonly record struct UnderWay(ChainMark Last, long SentAt);
}
