using System.Net;
using System.Net.Sockets;
using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Bench.Mqtt;

/// <summary>
/// Strangers who send random and mutated bytes to a listener until so many are sent: noise from the first byte, mutated
/// packets behind a good or mutated CONNECT, and large messages with damage in them. Some read what they are answered,
/// some never do, and all leave without a goodbye. The same seed sends the same, in an order that the server decides.
/// </summary>
internal sealed class ListenerAttack(int port, long bytes, int seed)
{
    private const int AtOnce = 16;
    private const int MaxNoise = 64 * 1024;
    private const int MaxPayload = 300 * 1024;
    private const int MaxRepeats = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private long _sent;
    private long _connections;

    public long Sent => Interlocked.Read(ref _sent);

    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Ends when everything is sent.</summary>
    /// <exception cref="SocketException">The listener takes no connections any more.</exception>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => AttackAsync(cancellation), cancellation)));

    private async Task AttackAsync(CancellationToken cancellation)
    {
        while (Sent < bytes)
        {
            var random = new Random(unchecked((int)(seed * 0x9E3779B1L + Interlocked.Increment(ref _connections))));
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                LingerState = new LingerOption(true, 0),
            };
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation).ConfigureAwait(false);
            try
            {
                await SendAsync(socket, random, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                // Shown the door, or made to wait; both are an answer.
            }
        }
    }

    private async Task SendAsync(Socket socket, Random random, CancellationToken cancellation)
    {
        var reads = random.Next(4) > 0;
        foreach (var piece in Pieces(random))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            for (var rest = piece.AsMemory(); !rest.IsEmpty;)
            {
                var sent = await socket.SendAsync(rest, patience.Token).ConfigureAwait(false);
                Interlocked.Add(ref _sent, sent);
                rest = rest[sent..];
            }
            while (reads && socket.Available > 0)
            {
                if (await socket.ReceiveAsync(new byte[4096], patience.Token).ConfigureAwait(false) == 0)
                    return;
            }
        }
    }

    private static IEnumerable<byte[]> Pieces(Random random)
    {
        switch (random.Next(40))
        {
            case 0 or 1 or 2 or 3:
                yield return Noise(random, random.Next(1, MaxNoise));
                break;
            case 4:
                yield return MqttFuzzer.ForServer(random);
                for (var i = random.Next(MaxRepeats); i > 0; i--)
                    yield return LargeMessage(random);
                break;
            default:
                var stream = MqttFuzzer.ForServer(random);
                yield return stream;
                // What came behind CONNECT once comes again, as long as the server puts up with it.
                var packets = stream[Math.Min(stream.Length, random.Next(10, 100))..];
                for (var i = random.Next(MaxRepeats); i > 0; i--)
                    yield return packets;
                break;
        }
    }

    /// <summary>PUBLISH at QoS 0 or 1, with a length that is now and then a lie.</summary>
    private static byte[] LargeMessage(Random random)
    {
        var length = random.Next(1000, MaxPayload);
        var told = random.Next(8) == 0 ? random.Next(1 << 28) : length;
        var packet = Noise(random, length + 5);
        packet[0] = random.Next(2) == 0 ? (byte)0x30 : (byte)0x32;
        for (var i = 1; i <= 4; i++, told >>= 7)
            packet[i] = (byte)((told & 0x7F) | (i < 4 ? 0x80 : 0));
        byte[] body = [0, 1, (byte)'a', 0, 1, 0];
        body.CopyTo(packet, 5);
        return packet;
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
