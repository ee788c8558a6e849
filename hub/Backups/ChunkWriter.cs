using System.Buffers.Binary;
using System.Security.Cryptography;
using CheckIn.Sealing;

namespace CheckIn.Hub.Backups;

/// <summary>
/// Encrypts what is written to it, in chunks of 1 MiB: AES-256-GCM, each chunk its ciphertext and a tag of 16 bytes.
/// The nonce counts the chunks (11 bytes, big-endian) and says in its last byte whether this is the last one: chunks
/// cannot change places, be left out or come twice, and an end that is cut off is not taken for the end. The key is
/// this file's alone. Only <see cref="Complete"/> writes the last chunk: what is given up stays without an end.
/// </summary>
internal sealed class ChunkWriter(Stream stream, byte[] key) : Stream
{
    internal const int Size = 1024 * 1024;
    internal const int NonceSize = 12;
    private readonly AesGcm _aes = new(key, Hpke.TagSize);
    private readonly byte[] _plain = new byte[Size];
    private readonly byte[] _sealed = new byte[Size + Hpke.TagSize];
    private int _filled;
    private long _count;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    internal static void Nonce(Span<byte> nonce, long count, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..^1], count);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // A full chunk waits until there is more: only then it is known not to be the last.
            if (_filled == Size)
                Put(isLast: false);
            var part = buffer[..Math.Min(buffer.Length, Size - _filled)];
            part.CopyTo(_plain.AsSpan(_filled));
            _filled += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    internal void Complete() => Put(isLast: true);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _aes.Dispose();
        base.Dispose(disposing);
    }

    private void Put(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Nonce(nonce, _count++, isLast);
        var tag = _sealed.AsSpan(_filled, Hpke.TagSize);
        _aes.Encrypt(nonce, _plain.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), tag);
        stream.Write(_sealed, 0, _filled + Hpke.TagSize);
        _filled = 0;
    }
}
