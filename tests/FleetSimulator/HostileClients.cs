using System.Buffers;
using System.Net.Sockets;
using CheckIn.Contract;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.FleetSimulator;

/// <summary>
/// Strangers that mean no good, each on a connection of its own that comes back a second after it was closed: some say
/// nothing, some begin a large packet and send a byte of it a second, some ask and never read the answers, some send
/// rubbish. What they do is no event, and what becomes of them no error; the good gates' times tell.
/// </summary>
internal sealed class HostileClients(FleetOptions options, FleetCounters counters, TimeProvider time)
{
    private const int MostBytes = 64 * 1024 * 1024;
    private const int Kinds = 4;
    private const int Begun = 100;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    internal Task RunAsync(CancellationToken ending)
    {
        var one = options.Scenario.OneSlowIn;
        var count = one == 0 ? 0 : Math.Max(Kinds, options.Gates / one);
        return Task.WhenAll(Enumerable.Range(0, count).Select(number => ComeAgainAsync(number, ending)));
    }

    private async Task ComeAgainAsync(int number, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            using var client = new TcpClient { NoDelay = true };
            try
            {
                await client.ConnectAsync(options.Hub.Host, options.Hub.Port > 0 ? options.Hub.Port : 1883, ending);
                await MisbehaveAsync(client.GetStream(), number, ending);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                counters.CountHostileClosed();
            }
            await Task.Delay(Second, time, ending);
        }
    }

    private Task MisbehaveAsync(NetworkStream stream, int number, CancellationToken ending) => (number % Kinds) switch
    {
        0 => BeSilentAsync(stream, ending),
        1 => StallAsync(stream, number, ending),
        2 => BeDeafAsync(stream, number, ending),
        _ => SendRubbishAsync(stream, number, ending),
    };

    private async Task BeSilentAsync(NetworkStream stream, CancellationToken ending)
    {
        var nothing = new byte[16];
        while (await stream.ReadAsync(nothing, ending) > 0) { }
        counters.CountHostileClosed();
    }

    private async Task StallAsync(NetworkStream stream, int number, CancellationToken ending)
    {
        await stream.WriteAsync(Connect(number), ending);
        var packet = Publish(number, EventBatch.MaxBytes);
        await stream.WriteAsync(packet.AsMemory(0, Begun), ending);
        for (var next = Begun; next < packet.Length; next++)
        {
            await stream.WriteAsync(packet.AsMemory(next, 1), ending);
            await Task.Delay(Second, time, ending);
        }
    }

    /// <summary>Every batch is refused in words that it does not read, until the hub reads no further.</summary>
    private async Task BeDeafAsync(NetworkStream stream, int number, CancellationToken ending)
    {
        await stream.WriteAsync(Connect(number), ending);
        var packet = Publish(number, 2);
        for (long sent = 0; sent < MostBytes; sent += packet.Length)
            await stream.WriteAsync(packet, ending);
        counters.CountHostileClosed();
    }

    private async Task SendRubbishAsync(NetworkStream stream, int number, CancellationToken ending)
    {
        var rubbish = new byte[4096];
        new Random(options.Seed + number).NextBytes(rubbish);
        while (true)
            await stream.WriteAsync(rubbish, ending);
    }

    private string Id(int number) => $"{options.Prefix}-stranger-{number}";

    private byte[] Connect(int number) => Encode(writer =>
        new ConnectPacket { ClientId = Id(number), CleanStart = true, KeepAlive = 30 }.Encode(writer));

    private byte[] Publish(int number, int payload) => Encode(writer => new PublishPacket(
        Topics.Of(Id(number), GateTopic.Events), new ReadOnlySequence<byte>(new byte[payload]))
    { Qos = MqttQos.AtLeastOnce, PacketId = 1 }.Encode(writer, int.MaxValue));

    private static byte[] Encode(Action<MqttWriter> encode)
    {
        var bytes = new ArrayBufferWriter<byte>();
        encode(new MqttWriter(bytes));
        return bytes.WrittenSpan.ToArray();
    }
}
