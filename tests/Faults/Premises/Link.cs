using System.Net;
using System.Net.Sockets;
using CheckIn.Faults.Plan;

namespace CheckIn.Faults.Premises;

/// <summary>
/// One gate's way to the hub: a port of its own on loopback, carried on to the hub's, and made to misbehave as real
/// networks do. What was on its way when a connection breaks is gone; what breaks stays the proxy's doing, so that both
/// ends see only what TCP would show them.
/// </summary>
internal sealed class Link : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _lock = new();
    private readonly List<LinkConnection> _open = [];
    private readonly int _target;
    private TaskCompletionSource _payload = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _down;
    private bool _disposed;

    internal Link(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    internal int Port { get; }

    /// <summary>Longest that a packet waits; it then waits between nothing and this.</summary>
    internal TimeSpan Latency { get; set; }

    /// <summary>Bytes come a few at a time.</summary>
    internal bool IsTrickling { get; set; }

    /// <summary>Completes when the gate sends something as large as a batch of events.</summary>
    internal Task NextBatch
    {
        get { lock (_lock) return _payload.Task; }
    }

    /// <summary>Carries out one fault of the link; false when it met no connection.</summary>
    internal async Task<bool> SufferAsync(Fault fault, CancellationToken cancellation)
    {
        var isBreak = fault.Kind is not (FaultKind.LinkSlow or FaultKind.LinkTrickle);
        for (var i = 0; isBreak && i < 250 && Connections == 0; i++)
            await Task.Delay(20, cancellation); // so that there is something to break, if need be in its first moments
        var broken = fault.Kind switch
        {
            FaultKind.LinkReset => Break(reset: true),
            FaultKind.LinkPartialWrite => await PartialAsync(fault, cancellation),
            FaultKind.LinkHalfOpen => await SilenceAsync(fault, toGate: true, toHub: true, cancellation),
            FaultKind.LinkAcksLost => await SilenceAsync(fault, toGate: true, toHub: false, cancellation),
            FaultKind.LinkDown => await DownAsync(fault, cancellation),
            _ => false,
        };
        if (!isBreak)
            await DelayAsync(fault, cancellation);
        return broken || !isBreak;
    }

    public void Dispose()
    {
        lock (_lock)
            _disposed = true;
        _listener.Dispose();
        Break(reset: true);
    }

    internal void Forget(LinkConnection connection)
    {
        lock (_lock)
            _open.Remove(connection);
    }

    internal void SawBatch()
    {
        TaskCompletionSource seen;
        lock (_lock)
            (seen, _payload) = (_payload, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        seen.SetResult();
    }

    /// <summary>Connections that stand.</summary>
    internal int Connections => Open.Count;

    private List<LinkConnection> Open
    {
        get { lock (_lock) return [.. _open]; }
    }

    private bool Break(bool reset)
    {
        var open = Open;
        foreach (var connection in open)
            connection.Break(reset);
        return open.Count > 0;
    }

    /// <summary>The next packet of the gate arrives in part, and then nothing ever.</summary>
    private async Task<bool> PartialAsync(Fault fault, CancellationToken cancellation)
    {
        var open = Open;
        foreach (var connection in open)
            connection.CutWithinNext(fault.Dice);
        var allCut = Task.WhenAll(open.Select(connection => connection.Ended));
        await Task.WhenAny(allCut, Task.Delay(fault.Lasts, cancellation));
        foreach (var connection in open)
            connection.Break(reset: true);
        return open.Count > 0;
    }

    /// <summary>Connections that stand go silent, new ones work; in the end the silent ones break.</summary>
    private async Task<bool> SilenceAsync(Fault fault, bool toGate, bool toHub, CancellationToken cancellation)
    {
        var open = Open;
        foreach (var connection in open)
            connection.Silence(toGate, toHub);
        await Task.Delay(fault.Lasts, cancellation);
        foreach (var connection in open)
            connection.Break(reset: true);
        return open.Count > 0;
    }

    private async Task<bool> DownAsync(Fault fault, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _down);
        var broken = Break(reset: false);
        try
        {
            await Task.Delay(fault.Lasts, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _down);
        }
        return broken;
    }

    private async Task DelayAsync(Fault fault, CancellationToken cancellation)
    {
        if (fault.Kind == FaultKind.LinkSlow)
            Latency = TimeSpan.FromMilliseconds(50 + (400 * fault.Dice));
        else
            IsTrickling = true;
        try
        {
            await Task.Delay(fault.Lasts, cancellation);
        }
        finally
        {
            (Latency, IsTrickling) = (TimeSpan.Zero, false);
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket near;
            try
            {
                near = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            if (Volatile.Read(ref _down) > 0)
                near.Dispose();
            else
                _ = CarryAsync(near);
        }
    }

    private async Task CarryAsync(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target);
        }
        catch (SocketException)
        {
            near.Dispose();
            far.Dispose();
            return;
        }
        var connection = new LinkConnection(this, near, far);
        lock (_lock)
        {
            if (!_disposed)
                _open.Add(connection);
        }
        if (_disposed)
            connection.Break(reset: true);
        connection.Start();
    }
}
