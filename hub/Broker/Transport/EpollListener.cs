using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace CheckIn.Hub.Broker.Transport;

/// <summary>Accepts, and shares out what it accepts among the pollers.</summary>
internal sealed class EpollListener : IConnectionListener
{
    private const int Backlog = 4096;
    private static readonly TimeSpan UntilOneIsFree = TimeSpan.FromMilliseconds(100);
    private readonly Socket _socket;
    private readonly EpollPoller[] _pollers;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private int _next;

    public EpollListener(IPEndPoint endPoint, EpollPoller[] pollers, TimeProvider time, ILogger log)
    {
        (_pollers, _time, _log) = (pollers, time, log);
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As Kestrel's own: the IPv6 wildcard takes IPv4 as well.
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                _socket.DualMode = true;
            _socket.Bind(new IPEndPoint(endPoint.Address, endPoint.Port));
            _socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            if (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
                throw new AddressInUseException(e.Message, e);
            throw;
        }
        EndPoint = _socket.LocalEndPoint!;
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Socket? accepted = null;
            try
            {
                accepted = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                accepted.NoDelay = true;
                accepted.Blocking = false;
                return new EpollConnection(accepted, _pollers[(uint)_next++ % (uint)_pollers.Length]);
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
            {
                return null;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets)
            {
                Log.TooManyDescriptors(_log);
                await Task.Delay(UntilOneIsFree, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // It was reset before it was accepted; the next one may be well.
                accepted?.Dispose();
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _socket.Dispose();
        return default;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }
}
