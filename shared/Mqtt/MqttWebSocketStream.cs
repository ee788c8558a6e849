using System.Net.WebSockets;

namespace CheckIn.Mqtt;

/// <summary>
/// A WebSocket as a stream of bytes: binary messages only [MQTT-6.0.0-1]; where one ends means nothing [MQTT-6.0.0-2].
/// </summary>
internal sealed class MqttWebSocketStream(WebSocket socket) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await Translate(socket.ReceiveAsync(buffer, cancellationToken)).ConfigureAwait(false);
            if (read.MessageType == WebSocketMessageType.Close)
                return 0;
            if (read.MessageType != WebSocketMessageType.Binary)
                throw MqttProtocolException.Violation("A WebSocket message that is not binary [MQTT-6.0.0-1].");
            if (read.Count > 0 || buffer.IsEmpty)
                return read.Count;
        }
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await socket.SendAsync(buffer, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (WebSocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            socket.Dispose();
        base.Dispose(disposing);
    }

    private static async ValueTask<ValueWebSocketReceiveResult> Translate(
        ValueTask<ValueWebSocketReceiveResult> receiving)
    {
        try
        {
            return await receiving.ConfigureAwait(false);
        }
        catch (WebSocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
