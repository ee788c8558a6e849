using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <content>The loop that reads.</content>
internal sealed partial class ClientConnection
{
    public async Task RunAsync()
    {
        // Idle clients are most of them, so what waits for their next packet is one state machine and no more.
        try
        {
            for (long handled = 0; ;)
            {
                // A client that never stops sending must not keep for itself the thread that polls for others as well.
                if (handled >= BytesATurn)
                {
                    handled = 0;
                    await Task.Yield();
                }
                var reading = _input.ReadAsync();
                // Others have had their turn while it waited.
                if (!reading.IsCompleted)
                    handled = 0;
                var read = await reading.ConfigureAwait(false);
                handled += read.Buffer.Length;
                Volatile.Write(ref _handling, true);
                var handling = HandleAllAsync(read);
                if (!(handling.IsCompletedSuccessfully ? handling.Result : await handling.ConfigureAwait(false)))
                    break;
                Volatile.Write(ref _handling, false);
            }
        }
        catch (MqttProtocolException e)
        {
            if (_session is null)
                Refuse(e);
            Close(e.Reason, e.Message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The connection is gone; the will speaks for the client.
        }
        catch (Exception e)
        {
            Log.SessionFailed(_parts.Log, e, ClientId);
            Close(MqttReasonCode.UnspecifiedError, "an unexpected error");
        }
        _output.End();
        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Handles what has been read; false when that is the end. No state machine is made unless something has to wait.
    /// </summary>
    private ValueTask<bool> HandleAllAsync(in ReadResult read)
    {
        var buffer = read.Buffer;
        _output.Begin();
        var deferred = DeferredOutputs.Begin();
        try
        {
            var handling = HandleSome(read, ref buffer);
            return handling.IsCompletedSuccessfully
                ? GoOnAsync(read, buffer, handling.Result) : HandleRestAsync(read, buffer, handling);
        }
        catch
        {
            _input.AdvanceTo(buffer.End);
            throw;
        }
        finally
        {
            deferred.End();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> HandleRestAsync(
        ReadResult read, ReadOnlySequence<byte> buffer, ValueTask<bool> handling)
    {
        bool more;
        try
        {
            more = await handling.ConfigureAwait(false);
            for (var isAll = false; more && !isAll;)
            {
                var rest = HandleSome(read, ref buffer);
                isAll = rest.IsCompletedSuccessfully;
                more = await rest.ConfigureAwait(false);
            }
        }
        catch
        {
            _input.AdvanceTo(buffer.End);
            throw;
        }
        return await GoOnAsync(read, buffer, more).ConfigureAwait(false);
    }

    /// <summary>
    /// Handles packets until all are done (true), or one that has to wait (which is returned) or is the last (false).
    /// </summary>
    private ValueTask<bool> HandleSome(in ReadResult read, ref ReadOnlySequence<byte> buffer)
    {
        while (!read.IsCanceled && _closing == StillOpen && _decoder.TryReadFrame(ref buffer, out var frame))
        {
            _isAnother = true;
            var handling = HandleAsync(frame);
            if (!handling.IsCompletedSuccessfully)
                return handling;
            if (!handling.Result)
                return ValueTask.FromResult(false);
        }
        return Continue;
    }

    /// <summary>
    /// Has the answers sent, and sees to it that there is room for what comes next. False when that was the end.
    /// </summary>
    private ValueTask<bool> GoOnAsync(in ReadResult read, in ReadOnlySequence<byte> left, bool more)
    {
        _output.End();
        if (left.Length < read.Buffer.Length)
            Volatile.Write(ref _lastHeard, _parts.Time.GetTimestamp());
        var size = left.IsEmpty ? 0 : PacketSize(left);
        _input.AdvanceTo(left.Start, left.End);
        if (!more || read.IsCanceled || read.IsCompleted || _closing != StillOpen)
            return ValueTask.FromResult(false);
        var caughtUp = _output.CatchingUp;
        return size == 0 && _reserved == 0 && caughtUp is null ? Continue : HoldBackAsync(size, caughtUp);
    }

    private async ValueTask<bool> HoldBackAsync(long size, Task? caughtUp)
    {
        if (size != 0 || _reserved != 0)
            await ReserveAsync(size).ConfigureAwait(false);
        if (caughtUp is not null)
            await HoldBackAsync(caughtUp).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whoever does not read its answers is asked nothing further.</summary>
    private async ValueTask HoldBackAsync(Task caughtUp)
    {
        try
        {
            await caughtUp.WaitAsync(AnswerPatience, _parts.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Close(MqttReasonCode.QuotaExceeded, "it does not read its answers");
        }
    }

    /// <summary>What the packet that is being received will take, if it is large; 0 when it is not.</summary>
    private static long PacketSize(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.Advance(1);
        long length = 0;
        for (var shift = 0; shift < 28 && reader.TryRead(out var b); shift += 7)
        {
            length |= (long)(b & 0x7F) << shift;
            if ((b & 0x80) == 0)
                return reader.Consumed + length is var size && size > ReserveFrom ? size : 0;
        }
        return 0;
    }

    /// <summary>
    /// Holds so much of the global budget from here on; waits, and reads nothing, while it is used up.
    /// </summary>
    private async ValueTask ReserveAsync(long bytes)
    {
        if (bytes == _reserved && !_isAnother)
            return;
        _isAnother = false;
        if (_reserved > 0)
            _parts.Receiving.Release(_reserved);
        _reserved = 0;
        if (bytes > 0)
            await _parts.Receiving.ReserveAsync(bytes).ConfigureAwait(false);
        Volatile.Write(ref _reservedAt, _parts.Time.GetTimestamp());
        Volatile.Write(ref _reserved, bytes);
    }
}
