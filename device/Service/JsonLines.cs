using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CheckIn.Gate.Service;

/// <summary>JSON objects, one a line, over a stream; a line that is too long ends the conversation.</summary>
internal sealed class JsonLines(Stream stream, int mostBytes)
{
    private byte[] _buffer = new byte[1024];
    private int _have;

    /// <summary>The next object; null when the other side has ended.</summary>
    /// <exception cref="JsonException">It is none, or too long.</exception>
    internal async ValueTask<T?> ReadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellation) where T : class
    {
        while (true)
        {
            if (_buffer.AsSpan(0, _have).IndexOf((byte)'\n') is >= 0 and var end)
            {
                var value = JsonSerializer.Deserialize(_buffer.AsSpan(0, end), type)
                    ?? throw new JsonException("null is no request.");
                _buffer.AsSpan(end + 1, _have - end - 1).CopyTo(_buffer);
                _have -= end + 1;
                return value;
            }
            if (_have >= mostBytes)
                throw new JsonException($"A line of more than {mostBytes} bytes.");
            if (_have == _buffer.Length)
                Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, mostBytes));
            var read = await stream.ReadAsync(_buffer.AsMemory(_have), cancellation);
            if (read == 0)
                return null;
            _have += read;
        }
    }

    internal async ValueTask WriteAsync<T>(T value, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'], cancellation);
}
