using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace CheckIn.Gate.Tests.Supervision;

/// <summary>A service manager's end of the socket.</summary>
internal sealed class ServiceManagerSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[4096];

    /// <param name="address">As in NOTIFY_SOCKET.</param>
    internal ServiceManagerSocket(string address)
    {
        Address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
    }

    internal string Address { get; }

    /// <summary>The next message.</summary>
    internal async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return Encoding.UTF8.GetString(_buffer, 0, await _socket.ReceiveAsync(_buffer, patience.Token));
    }

    /// <summary>The next message that begins so.</summary>
    internal async Task<string> NextAsync(string beginning)
    {
        while (true)
        {
            if (await NextAsync() is var message && message.StartsWith(beginning, StringComparison.Ordinal))
                return message;
        }
    }

    /// <summary>Reads on until it is ended: whoever is not read to is not heard, since nobody waits for a service manager.</summary>
    internal async Task CollectAsync(ConcurrentQueue<string> messages, CancellationToken ending)
    {
        try
        {
            while (true)
                messages.Enqueue(Encoding.UTF8.GetString(_buffer, 0, await _socket.ReceiveAsync(_buffer, ending)));
        }
        catch (OperationCanceledException)
        {
            // Enough was heard.
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (Address[0] != '@')
            File.Delete(Address);
    }
}
