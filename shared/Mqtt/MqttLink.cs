using System.IO.Pipelines;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>
/// A client's connection as a sequence of packets: one writer at a time, times of the last traffic.
/// </summary>
internal sealed class MqttLink : IDisposable
{
    private readonly MqttCarrier _carrier;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly MqttWriter _writer;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly TimeProvider _time;
    private long _received;
    private long _sent;
    private bool _saidGoodbye;

    private MqttLink(MqttCarrier carrier, MqttClientOptions options, TimeProvider time)
    {
        _carrier = carrier;
        _time = time;
        _input = PipeReader.Create(carrier.Stream);
        _output = PipeWriter.Create(carrier.Stream);
        _writer = new MqttWriter(_output) { Level = options.Level };
        Decoder = MqttDecoder.ForClient(options.Level, options.MaxPacketBytes);
        if (options.Level != MqttLevel.V311)
            Decoder.TopicAliasMaximum = options.TopicAliasMaximum;
        _received = _sent = time.GetTimestamp();
    }

    public MqttDecoder Decoder { get; }

    public TimeSpan SinceReceived => _time.GetElapsedTime(Volatile.Read(ref _received));

    public TimeSpan SinceSent => _time.GetElapsedTime(Volatile.Read(ref _sent));

    public static async Task<MqttLink> OpenAsync(
        MqttClientOptions options, TimeProvider time, CancellationToken cancellation) =>
        new(await MqttCarrier.OpenAsync(options, cancellation).ConfigureAwait(false), options, time);

    /// <summary>
    /// Writes what <paramref name="encode"/> encodes. Cancellation ends the wait for other writers only: half a packet
    /// on the wire would end the connection. Returns what <paramref name="encode"/> says.
    /// </summary>
    /// <exception cref="IOException">The connection is lost, or DISCONNECT has been sent.</exception>
    public async ValueTask<bool> SendAsync<T>(
        T packet, Func<T, MqttWriter, bool> encode, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_saidGoodbye)
                throw new IOException("DISCONNECT has been sent, and nothing may follow it [MQTT-3.14.4-1].");
            if (!encode(packet, _writer))
                return false;
            await _output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            Volatile.Write(ref _sent, _time.GetTimestamp());
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>DISCONNECT, after which nothing is sent.</summary>
    public async ValueTask SayGoodbyeAsync(DisconnectPacket packet, CancellationToken cancellation) =>
        await SendAsync((this, packet), static (p, writer) =>
        {
            p.Item1._saidGoodbye = true;
            p.packet.Encode(writer);
            return true;
        }, cancellation).ConfigureAwait(false);

    /// <summary>
    /// Hands every packet to <paramref name="take"/>, whose frame is valid during the call, until it returns false
    /// (true is returned) or the server closes the connection (false is returned).
    /// </summary>
    public async Task<bool> ReceiveAsync(Func<MqttFrame, bool> take, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancellation).ConfigureAwait(false);
            Volatile.Write(ref _received, _time.GetTimestamp());
            var buffer = read.Buffer;
            var more = true;
            while (more && Decoder.TryReadFrame(ref buffer, out var frame))
                more = take(frame);
            _input.AdvanceTo(buffer.Start, more ? buffer.End : buffer.Start);
            if (!more)
                return true;
            if (read.IsCompleted)
                return false;
        }
    }

    /// <summary>No more will be sent; the server sees the end after everything sent before.</summary>
    public Task FinishAsync(CancellationToken cancellation) => _carrier.FinishAsync(cancellation);

    public void Dispose() => _carrier.Dispose();
}
