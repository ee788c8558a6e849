using System.IO.Pipelines;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>An answer to a packet; the larger ones come as <paramref name="Packet"/>.</summary>
internal readonly record struct Answer(MqttPacketType Type, ushort Id, MqttReasonCode Reason, object? Packet)
{
    public static Answer Of(ConnAckPacket packet) => new(MqttPacketType.ConnAck, 0, packet.Reason, packet);

    public static Answer Of(SubAckPacket packet) => new(packet.Type, packet.PacketId, default, packet);
}

/// <summary>
/// What one connection is sent. One owner at a time writes: while the reading loop works through what it has received
/// it owns the output, writes its answers straight into the pipe and flushes once at the end; at other times whoever
/// has something for the client has the thread pool do it. Whoever finds the output owned leaves word, and the owner
/// looks again before it lets go. When the client does not read, the flush waits, answers queue, and the reading loop
/// stops reading until they are written; no thread and no memory waits for an idle client.
/// </summary>
internal sealed class ConnectionOutput(PipeWriter pipe, ClientConnection connection, BrokerParts parts)
    : IThreadPoolWorkItem
{
    private const int FlushAt = 16 * 1024;
    private const int SomeTurns = 4;
    private const int Free = 0;
    private const int Owned = 1;
    private const int OwnedAndWanted = 2;
    private readonly MessageWriter _writer = new(pipe, parts.Time);
    private int _state;
    private bool _readerOwns;
    private bool _broken;
    private Queue<Answer>? _answers;
    private TaskCompletionSource? _caughtUp;
    private Goodbye? _goodbye;

    public Session? Session { get; set; }

    public MessageWriter Writer => _writer;

    /// <summary>For the reading loop: from here on its answers gather, if nobody else is writing.</summary>
    public void Begin()
    {
        _readerOwns = Interlocked.CompareExchange(ref _state, Owned, Free) == Free;
        if (_readerOwns && _answers is not null)
            WriteAnswers();
    }

    /// <summary>For the reading loop: sends what has gathered.</summary>
    public void End()
    {
        if (!_readerOwns)
            return;
        _readerOwns = false;
        Pump();
    }

    /// <summary>For the reading loop: completes when no answers wait any more; null = none do.</summary>
    public Task? CatchingUp
    {
        get
        {
            // Whoever reads is the only one to add to them.
            if (Volatile.Read(ref _answers) is null)
                return null;
            lock (this)
            {
                return _answers is not { Count: > 0 } || _broken || _goodbye is not null ? null
                    : (_caughtUp ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>For the reading loop.</summary>
    public void Send(in Answer answer)
    {
        if (_readerOwns)
        {
            if (Volatile.Read(ref _goodbye) is not null)
                return;
            _writer.Write(answer);
            if (pipe.UnflushedBytes >= FlushAt)
            {
                End();
                Begin();
            }
            return;
        }
        lock (this)
        {
            if (_goodbye is not null || _broken)
                return;
            (_answers ??= new()).Enqueue(answer);
        }
        Wake();
    }

    /// <summary>There is something to write; safe from anywhere, under any lock.</summary>
    public void Wake()
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case Free when Interlocked.CompareExchange(ref _state, Owned, Free) == Free:
                    if (DeferredOutputs.TryAdd(this))
                        return;
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return;
                case Owned when Interlocked.CompareExchange(ref _state, OwnedAndWanted, Owned) == Owned:
                case OwnedAndWanted:
                    return;
            }
        }
    }

    /// <summary>
    /// Nothing more but the answers that wait, and then DISCONNECT with the reason (null = none). Completes when that
    /// is sent, or cannot be.
    /// </summary>
    public Task Finish(MqttReasonCode? farewell, string why)
    {
        Goodbye? goodbye;
        lock (this)
        {
            goodbye = _goodbye;
            if (goodbye is null)
                Volatile.Write(ref _goodbye, goodbye = new Goodbye(farewell, why));
            _caughtUp?.TrySetResult();
        }
        Wake();
        return goodbye.Said.Task;
    }

    /// <summary>For whoever woke it: writes a few turns, and leaves what comes after that to the thread pool.</summary>
    public void PumpSome() => Pump(SomeTurns);

    void IThreadPoolWorkItem.Execute() => Pump();

    /// <summary>For the owner: writes and flushes until nothing is left, and lets go.</summary>
    private void Pump(int turns = int.MaxValue)
    {
        try
        {
            while (true)
            {
                if (turns-- == 0)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return;
                }
                if (!_broken)
                    WriteSome();
                if (!_broken && pipe.UnflushedBytes > 0)
                {
                    var flush = pipe.FlushAsync();
                    if (!flush.IsCompletedSuccessfully)
                    {
                        _ = PumpAfterAsync(flush);
                        return;
                    }
                    _broken = flush.Result.IsCompleted;
                    continue;
                }
                if (_broken)
                    ForgetAnswers();
                // Everything is written: an owner who was told to look again, or finds the goodbye, does so first.
                if (_goodbye is { } goodbye && (goodbye.IsWritten || _broken))
                    goodbye.Said.TrySetResult();
                if (Interlocked.CompareExchange(ref _state, Free, Owned) == Owned)
                    return;
                Volatile.Write(ref _state, Owned);
            }
        }
        catch (Exception e)
        {
            Break(e);
        }
    }

    private async Task PumpAfterAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            _broken = (await flush.ConfigureAwait(false)).IsCompleted;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            _broken = true;
        }
        Pump();
    }

    /// <summary>The output is of no use any more, and stays owned so that nobody writes.</summary>
    private void Break(Exception error)
    {
        _broken = true;
        if (error is not (IOException or OperationCanceledException or InvalidOperationException))
            Log.SessionFailed(parts.Log, error, connection.ClientId);
        connection.Close(MqttReasonCode.UnspecifiedError, "a packet for it could not be written");
        _ = Finish(null, "");
        _goodbye!.Said.TrySetResult();
    }

    private void WriteSome()
    {
        if (_answers is not null)
            WriteAnswers();
        if (Volatile.Read(ref _goodbye) is { } goodbye)
        {
            WriteAnswers();
            if (goodbye.Reason is { } reason && !goodbye.IsWritten)
                _writer.WriteFarewell(reason, goodbye.Why);
            goodbye.IsWritten = true;
            return;
        }
        while (Session is { } session && pipe.UnflushedBytes < FlushAt && session.TryTake(connection, out var next))
            Write(session, next);
    }

    private void ForgetAnswers()
    {
        lock (this)
        {
            _answers = null;
            _caughtUp?.TrySetResult();
        }
    }

    private void Write(Session session, in Sending next)
    {
        if (next.Release)
        {
            _writer.WriteRelease(next.PacketId);
            return;
        }
        if (_writer.Write(next) is not { } dropped)
        {
            parts.Metrics.Sent();
            return;
        }
        parts.Metrics.Dropped(dropped);
        if (next.PacketId != 0)
            session.Complete(next.PacketId);
    }

    private void WriteAnswers()
    {
        while (true)
        {
            Answer answer;
            lock (this)
            {
                if (_answers is null || !_answers.TryDequeue(out answer))
                {
                    _answers = null;
                    _caughtUp?.TrySetResult();
                    _caughtUp = null;
                    return;
                }
            }
            _writer.Write(answer);
        }
    }

    private sealed class Goodbye(MqttReasonCode? reason, string why)
    {
        public MqttReasonCode? Reason => reason;
        public string Why => why;
        public bool IsWritten { get; set; }
        public TaskCompletionSource Said { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
