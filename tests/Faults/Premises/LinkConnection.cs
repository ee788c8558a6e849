using System.Net.Sockets;

namespace CheckIn.Faults.Premises;

/// <summary>One connection through a <see cref="Link"/>, in both directions.</summary>
internal sealed class LinkConnection
{
    private const int ChunkBytes = 16 * 1024;
    private const int TrickleBytes = 7;
    private const int BatchBytes = 250; // a batch of one event is larger, a birth or a ping smaller
    private readonly Link _link;
    private readonly Socket _gate, _hub;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _silentToGate, _silentToHub;
    private double _cutWithin = -1;
    private int _broken;

    internal LinkConnection(Link link, Socket gate, Socket hub)
    {
        (_link, _gate, _hub) = (link, gate, hub);
        (_gate.NoDelay, _hub.NoDelay) = (true, true);
    }

    internal Task Ended => _ended.Task;

    internal void Start()
    {
        _ = PumpAsync(_gate, _hub, toHub: true);
        _ = PumpAsync(_hub, _gate, toHub: false);
    }

    internal void Silence(bool toGate, bool toHub) =>
        (_silentToGate, _silentToHub) = (_silentToGate || toGate, _silentToHub || toHub);

    /// <summary>Of the next packet to the hub only this share of its bytes is carried.</summary>
    internal void CutWithinNext(double share) => Volatile.Write(ref _cutWithin, share);

    internal void Break(bool reset)
    {
        if (Interlocked.Exchange(ref _broken, 1) != 0)
            return;
        foreach (var socket in (Socket[])[_gate, _hub])
        {
            if (reset)
                socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
        _link.Forget(this);
        _ended.TrySetResult();
    }

    private async Task PumpAsync(Socket from, Socket to, bool toHub)
    {
        var buffer = new byte[ChunkBytes];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (toHub && count > BatchBytes)
                    _link.SawBatch();
                if (toHub ? _silentToHub : _silentToGate)
                    continue;
                if (_link.Latency > TimeSpan.Zero)
                    await Task.Delay(_link.Latency * Random.Shared.NextDouble());
                if (toHub && Volatile.Read(ref _cutWithin) is var share and >= 0)
                {
                    await to.SendAsync(buffer.AsMemory(0, (int)(count * share)));
                    break;
                }
                await CarryAsync(to, buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Broken, by us or by an end.
        }
        Break(reset: Volatile.Read(ref _cutWithin) >= 0);
    }

    private async Task CarryAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var some = _link.IsTrickling ? bytes[..Math.Min(TrickleBytes, bytes.Length)] : bytes;
            bytes = bytes[await to.SendAsync(some)..];
            if (_link.IsTrickling)
                await Task.Delay(1);
        }
    }
}
