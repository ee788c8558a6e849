using System.Net;
using System.Net.Sockets;

namespace CheckIn.Interop.Tests;

/// <summary>One address in front of one server after another; redirecting cuts every connection.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private int _target;

    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Redirect(int target)
    {
        lock (_lock)
        {
            _target = target;
            foreach (var client in _open)
                client.Dispose();
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Redirect(0);
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var near = await _listener.AcceptTcpClientAsync();
            var far = new TcpClient();
            lock (_lock)
            {
                _open.Add(near);
                _open.Add(far);
            }
            await far.ConnectAsync(IPAddress.Loopback, _target);
            _ = CopyAsync(near, far);
            _ = CopyAsync(far, near);
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, as asked.
        }
        to.Dispose();
    }
}
