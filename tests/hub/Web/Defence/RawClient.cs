using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CheckIn.Hub.Tests.Web.Defence;

/// <summary>One connection, written byte by byte as no proper client would.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private RawClient()
    {
    }

    /// <param name="from">An address of this machine: all of 127.0.0.0/8 is.</param>
    internal static async Task<RawClient> ConnectAsync(int port, string from = "127.0.0.1")
    {
        var client = new RawClient();
        client._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        try
        {
            await client._socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Patience);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Taken and reset before it was known to be taken, which reading tells.
        }
        return client;
    }

    internal async Task SendAsync(string text)
    {
        try
        {
            await _socket.SendAsync(Encoding.Latin1.GetBytes(text)).WaitAsync(Patience);
        }
        catch (SocketException)
        {
            // It has been hung up on, which reading tells.
        }
    }

    /// <summary>All that comes until the other side closes; what a reset cuts off is not missed.</summary>
    internal async Task<string> ReadToEndAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer).WaitAsync(Patience) is > 0 and var count)
                text.Write(buffer, 0, count);
        }
        catch (SocketException)
        {
            // Reset.
        }
        return Encoding.Latin1.GetString(text.ToArray());
    }

    /// <summary>Sends, says that there is nothing more, and reads to the end.</summary>
    internal static async Task<string> AskAsync(int port, string text)
    {
        using var client = await ConnectAsync(port);
        await client.SendAsync(text);
        return await client.ReadToEndAsync();
    }

    public void Dispose() => _socket.Dispose();
}
