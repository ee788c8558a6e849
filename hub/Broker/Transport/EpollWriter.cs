using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace CheckIn.Hub.Broker.Transport;

/// <summary>
/// Writes a socket for one caller at a time: what is written gathers in a rented buffer, and a flush sends it from the
/// caller's thread. Only a flush that the socket cannot take at once waits, for the poller's word. The states are the
/// reader's, but for Ready, which stays while the socket takes everything.
/// </summary>
internal sealed class EpollWriter(SafeHandle socket) : PipeWriter, IValueTaskSource<FlushResult>
{
    private const int Smallest = 4 * 1024;
    private const int Full = 0;
    private const int Ready = 1;
    private const int Awaited = 2;
    private ManualResetValueTaskSourceCore<FlushResult> _waiting;
    private byte[]? _buffer;
    private int _sent;
    private int _end;
    private int _state = Ready;
    private bool _isBroken;
    private bool _isCanceled;
    private bool _isCompleted;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _end - _sent;

    /// <summary>On the poller's thread: there may be room to send.</summary>
    public void OnReady()
    {
        if (Volatile.Read(ref _state) != Ready && Interlocked.Exchange(ref _state, Ready) == Awaited)
            GoOn();
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_end);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_end);
    }

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, (_buffer?.Length ?? 0) - _end);
        _end += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.CanBeCanceled)
            return FlushCancellableAsync(cancellationToken);
        if (TrySendAll())
            return new(new FlushResult(false, _isBroken));
        _waiting.Reset();
        var version = _waiting.Version;
        if (Interlocked.CompareExchange(ref _state, Awaited, Full) != Full)
            GoOn();
        return new(this, version);
    }

    public override void CancelPendingFlush()
    {
        Volatile.Write(ref _isCanceled, true);
        if (Interlocked.Exchange(ref _state, Ready) == Awaited)
            GoOn();
    }

    /// <remarks>A flush may still be under way; what it held is left to the collector.</remarks>
    public override void Complete(Exception? exception = null) => _isCompleted = true;

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => _waiting.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _waiting.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiting.OnCompleted(continuation, state, token, flags);

    private async ValueTask<FlushResult> FlushCancellableAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var registration = cancellation.UnsafeRegister(
            static writer => ((EpollWriter)writer!).CancelPendingFlush(), this).ConfigureAwait(false);
        var result = await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        return result.IsCanceled && cancellation.IsCancellationRequested
            ? throw new OperationCanceledException(cancellation) : result;
    }

    /// <summary>For whoever has taken the awaited mark down: completes the flush, or awaits further.</summary>
    private void GoOn()
    {
        while (true)
        {
            if (TrySendAll())
            {
                _waiting.SetResult(new FlushResult(false, _isBroken));
                return;
            }
            if (Volatile.Read(ref _isCanceled))
            {
                Volatile.Write(ref _isCanceled, false);
                _waiting.SetResult(new FlushResult(true, _isBroken));
                return;
            }
            if (Interlocked.CompareExchange(ref _state, Awaited, Full) == Full)
                return;
        }
    }

    /// <summary>False when the socket takes no more now.</summary>
    private bool TrySendAll()
    {
        while (_sent < _end && !_isBroken)
        {
            var sent = EpollApi.Send(socket, _buffer.AsSpan(_sent.._end));
            if (sent >= 0)
                _sent += sent;
            else if (sent == -EpollApi.Again && Interlocked.CompareExchange(ref _state, Full, Ready) == Full)
                return false;
            // Otherwise once more, because there may have been room before the mark was up.
            else
                _isBroken = sent is not (-EpollApi.Again or -EpollApi.Interrupted);
        }
        Return();
        return true;
    }

    private void Reserve(int sizeHint)
    {
        ObjectDisposedException.ThrowIf(_isCompleted, this);
        var wanted = Math.Max(sizeHint, 1);
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, Smallest));
            return;
        }
        if (_buffer.Length - _end >= wanted)
            return;
        var held = _end - _sent;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(held + wanted, _buffer.Length * 2));
        Buffer.BlockCopy(_buffer, _sent, larger, 0, held);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _sent, _end) = (larger, 0, held);
    }

    private void Return()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _sent = _end = 0;
    }
}
