using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CheckIn.Hub.Broker.Transport;

/// <summary>
/// One thread that waits for many sockets and does for each what it is ready for: whoever awaits it goes on here, on
/// this thread. Edge-triggered, and registered once for both directions, so that a connection costs one system call in
/// its life besides recv and send. What the connections of one turn have to say to third parties (a subscriber that
/// many of them publish to) gathers until the turn's end and goes out at once.
/// </summary>
internal sealed unsafe class EpollPoller : IDisposable
{
    private const int EventsATurn = 128;
    private readonly int _epoll;
    private readonly int _stop;
    private readonly Thread _thread;
    private readonly ILogger _log;
    private readonly Lock _growing = new();
    // By descriptor. A late event for a closed one at worst has its successor look once in vain.
    private EpollConnection?[] _connections = new EpollConnection?[256];
    private volatile bool _isStopping;

    public EpollPoller(int number, ILogger log)
    {
        _log = log;
        _epoll = Checked(EpollApi.Create(EpollApi.CloseOnExec), "epoll_create1");
        _stop = Checked(EpollApi.Event(0, EpollApi.CloseOnExec), "eventfd");
        var change = stackalloc byte[16];
        EpollApi.Set(change, EpollApi.In, _stop);
        Checked(EpollApi.Control(_epoll, EpollApi.Add, _stop, change), "epoll_ctl");
        _thread = new Thread(Run) { IsBackground = true, Name = $"mqtt sockets {number}" };
        _thread.Start();
    }

    /// <summary>From here on the connection hears what its socket is ready for.</summary>
    /// <exception cref="IOException">The kernel will not watch it.</exception>
    public void Add(int fd, EpollConnection connection)
    {
        lock (_growing)
        {
            if (fd >= _connections.Length)
            {
                var more = new EpollConnection?[Math.Max(fd + 1, _connections.Length * 2)];
                _connections.CopyTo(more, 0);
                _connections = more;
            }
            Volatile.Write(ref _connections[fd], connection);
        }
        var change = stackalloc byte[16];
        const uint Both = EpollApi.In | EpollApi.Out | EpollApi.ReadHangUp | EpollApi.EdgeTriggered;
        EpollApi.Set(change, Both, fd);
        if (EpollApi.Control(_epoll, EpollApi.Add, fd, change) == 0)
            return;
        var error = Marshal.GetLastPInvokeErrorMessage();
        Remove(fd, connection);
        throw new IOException("epoll_ctl: " + error);
    }

    /// <summary>Before the descriptor is closed, which ends the kernel's watching.</summary>
    public void Remove(int fd, EpollConnection connection)
    {
        lock (_growing)
        {
            if (_connections[fd] == connection)
                _connections[fd] = null;
        }
    }

    /// <summary>Ends the thread, once, when the connections are closed.</summary>
    public void Dispose()
    {
        _isStopping = true;
        var isTold = EpollApi.Write(_stop, 1, sizeof(long)) == sizeof(long);
        // The end of the last connection, and with it of the program, may have come to pass on that very thread.
        if (isTold && Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private void Run()
    {
        var events = stackalloc byte[EventsATurn * EpollApi.EventBytes];
        while (!_isStopping)
        {
            var count = EpollApi.Wait(_epoll, events, EventsATurn, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() != EpollApi.Interrupted)
                Environment.FailFast("epoll_wait: " + Marshal.GetLastPInvokeErrorMessage());
            Serve(events, count);
        }
        _ = EpollApi.Close(_stop);
        _ = EpollApi.Close(_epoll);
    }

    private void Serve(byte* events, int count)
    {
        var deferred = DeferredOutputs.Begin();
        var connections = Volatile.Read(ref _connections);
        for (var i = 0; i < count; i++)
        {
            var (ready, fd) = EpollApi.Get(events + (i * EpollApi.EventBytes));
            var connection = (uint)fd < (uint)connections.Length ? Volatile.Read(ref connections[fd]) : null;
            try
            {
                connection?.OnReady(ready);
            }
            // One connection's fault must not become everybody's.
            catch (Exception e)
            {
                Log.SocketFailed(_log, e);
                connection!.Abort();
            }
        }
        deferred.End();
    }

    private static int Checked(int result, string call) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError(), call);
}
