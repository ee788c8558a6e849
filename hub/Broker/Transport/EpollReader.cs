using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace CheckIn.Hub.Broker.Transport;

/// <summary>
/// Reads a socket for one caller at a time. A buffer is rented when there is something to receive and goes back when
/// all of it is consumed. The state turns from Ready to Drained before recv, and back by the poller's next edge or when
/// recv filled the buffer or the end is near; a read that finds it Drained turns it to Awaited. So one recv a packet is enough, no edge
/// is missed, and whoever takes Awaited away, poller or canceller, completes the read.
/// </summary>
internal sealed class EpollReader(SafeHandle socket) : PipeReader, IValueTaskSource<ReadResult>
{
    private const int Smallest = 4 * 1024;
    private const int Largest = 32 * 1024;
    private const int Drained = 0;
    private const int Ready = 1;
    private const int Awaited = 2;
    private ManualResetValueTaskSourceCore<ReadResult> _waiting;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private int _size = Smallest;
    private bool _isExamined = true;
    private bool _isAtEnd;
    private bool _isEnding;
    private int _state;
    private bool _isCanceled;
    private bool _isCompleted;

    /// <summary>On the poller's thread: there may be something to receive.</summary>
    /// <param name="isEnding">The peer has sent its last: behind what there is to receive comes the end.</param>
    public void OnReady(bool isEnding)
    {
        if (isEnding)
            Volatile.Write(ref _isEnding, true);
        if (Interlocked.Exchange(ref _state, Ready) == Awaited)
            GoOn();
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.CanBeCanceled)
            return ReadCancellableAsync(cancellationToken);
        try
        {
            if (TryReadNow(out var result))
                return new(result);
        }
        catch (IOException e)
        {
            return ValueTask.FromException<ReadResult>(e);
        }
        _waiting.Reset();
        var version = _waiting.Version;
        if (Interlocked.CompareExchange(ref _state, Awaited, Drained) != Drained)
            GoOn();
        return new(this, version);
    }

    public override bool TryRead(out ReadResult result) => TryReadNow(out result);

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_buffer is null)
            return;
        _isExamined = examined.GetInteger() >= _end;
        _start = consumed.GetInteger();
        if (_start < _end)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _start = _end = 0;
        _isExamined = true;
    }

    public override void CancelPendingRead()
    {
        Volatile.Write(ref _isCanceled, true);
        if (Interlocked.Exchange(ref _state, Ready) == Awaited)
            GoOn();
    }

    public override void Complete(Exception? exception = null) => _isCompleted = true;

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _waiting.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _waiting.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiting.OnCompleted(continuation, state, token, flags);

    private async ValueTask<ReadResult> ReadCancellableAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var registration = cancellation.UnsafeRegister(
            static reader => ((EpollReader)reader!).CancelPendingRead(), this).ConfigureAwait(false);
        var result = await ReadAsync(CancellationToken.None).ConfigureAwait(false);
        return result.IsCanceled && cancellation.IsCancellationRequested
            ? throw new OperationCanceledException(cancellation) : result;
    }

    /// <summary>For whoever has taken the awaited mark down: completes the read, or awaits further.</summary>
    private void GoOn()
    {
        while (true)
        {
            try
            {
                if (TryReadNow(out var result))
                {
                    _waiting.SetResult(result);
                    return;
                }
            }
            catch (IOException e)
            {
                _waiting.SetException(e);
                return;
            }
            if (Interlocked.CompareExchange(ref _state, Awaited, Drained) == Drained)
                return;
        }
    }

    private bool TryReadNow(out ReadResult result)
    {
        ObjectDisposedException.ThrowIf(_isCompleted, this);
        var isCanceled = Volatile.Read(ref _isCanceled);
        if (!isCanceled && _isExamined && !_isAtEnd && !TryReceive())
        {
            result = default;
            return false;
        }
        if (isCanceled)
            Volatile.Write(ref _isCanceled, false);
        var held = _buffer is null ? default : new ReadOnlySequence<byte>(_buffer, _start, _end - _start);
        result = new ReadResult(held, isCanceled, _isAtEnd);
        return true;
    }

    /// <summary>False when there is nothing to receive now.</summary>
    private bool TryReceive()
    {
        while (Interlocked.CompareExchange(ref _state, Drained, Ready) == Ready)
        {
            var buffer = Room();
            var received = EpollApi.Receive(socket, buffer.AsSpan(_end));
            if (received > 0)
            {
                Take(received, buffer.Length);
                return true;
            }
            if (received == 0)
            {
                _isAtEnd = true;
                return true;
            }
            if (received == -EpollApi.Interrupted)
                Volatile.Write(ref _state, Ready);
            else if (received != -EpollApi.Again)
                throw new IOException("The connection was reset: " + Marshal.GetPInvokeErrorMessage(-received));
        }
        if (_buffer is not null && _start == _end)
            AdvanceTo(new SequencePosition(null, _end));
        return false;
    }

    private void Take(int received, int length)
    {
        _end += received;
        // The end may have been told of together with these bytes, and then no further edge comes.
        if (Volatile.Read(ref _isEnding))
            Volatile.Write(ref _state, Ready);
        if (_end == length)
        {
            Volatile.Write(ref _state, Ready);
            _size = Math.Min(_size * 2, Largest);
        }
        else if (_end < _size / 4)
        {
            _size = Math.Max(_size / 2, Smallest);
        }
    }

    /// <summary>A buffer with room behind what it holds.</summary>
    private byte[] Room()
    {
        if (_buffer is null)
            return _buffer = ArrayPool<byte>.Shared.Rent(_size);
        var held = _end - _start;
        if (_end < _buffer.Length)
            return _buffer;
        var larger = held > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        Buffer.BlockCopy(_buffer, _start, larger, 0, held);
        if (larger != _buffer)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (larger, 0, held);
        return larger;
    }
}
