using System.Net.WebSockets;

namespace CheckIn.Mqtt;

/// <summary>
/// A WebSocket as a stream of bytes, for clients and servers: binary messages only, any other is an error like a broken line
/// [MQTT-6.0.0-1]; where one ends means nothing [MQTT-6.0.0-2]. A failing socket is an <see cref="IOException"/>; disposing
/// the stream disposes the socket.
/// </summary>
/// <param name="socket">An open WebSocket with the subprotocol mqtt.</param>
public sealed class MqttWebSocketStream(WebSocket socket) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;
    /// <inheritdoc/>
    public override bool CanSeek => false;
    /// <inheritdoc/>
    public override bool CanWrite => true;
    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();
    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await Translate(socket.ReceiveAsync(buffer, cancellationToken)).ConfigureAwait(false);
            if (read.MessageType == WebSocketMessageType.Close)
                return 0;
            if (read.MessageType != WebSocketMessageType.Binary)
                throw new IOException("A WebSocket message that is not binary [MQTT-6.0.0-1].");
            // An empty message is no end.
            if (read.Count > 0 || buffer.IsEmpty)
                return read.Count;
        }
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
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
