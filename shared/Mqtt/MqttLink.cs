using System.IO.Pipelines;
using System.Net.Sockets;

namespace CheckIn.Mqtt;

/// <summary>
/// A client's socket as a sequence of packets: one writer at a time, TCP_NODELAY, times of the last traffic.
/// </summary>
internal sealed class MqttLink : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly MqttWriter _writer;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly TimeProvider _time;
    private long _received;
    private long _sent;

    private MqttLink(Socket socket, int maxPacketBytes, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _input = PipeReader.Create(_stream);
        _output = PipeWriter.Create(_stream);
        _writer = new MqttWriter(_output);
        Decoder = new MqttDecoder(MqttLevel.V5, maxPacketBytes);
        _received = _sent = time.GetTimestamp();
    }

    public MqttDecoder Decoder { get; }

    public TimeSpan SinceReceived => _time.GetElapsedTime(Volatile.Read(ref _received));

    public TimeSpan SinceSent => _time.GetElapsedTime(Volatile.Read(ref _sent));

    public static async Task<MqttLink> OpenAsync(
        MqttClientOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellation).ConfigureAwait(false);
            return new MqttLink(socket, options.MaxPacketBytes, time);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes one packet. Cancellation ends the wait for other writers only: half a packet on the wire would end
    /// the connection. Returns what <paramref name="encode"/> says.
    /// </summary>
    public async ValueTask<bool> SendAsync<T>(
        T packet, Func<T, MqttWriter, bool> encode, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
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
    public void ShutdownSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is gone already, which is what was wanted.
        }
    }

    public void Dispose() => _stream.Dispose();
}
