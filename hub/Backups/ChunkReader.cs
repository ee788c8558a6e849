using System.Security.Cryptography;
using CheckIn.Sealing;

namespace CheckIn.Hub.Backups;

/// <summary>
/// Reads what <see cref="ChunkWriter"/> wrote, and gives nothing away that is not authenticated: a chunk is handed on
/// only when it is the right one at its place. The end is one only if the last chunk says so.
/// </summary>
internal sealed class ChunkReader(Stream stream, byte[] key, string name) : Stream
{
    private readonly AesGcm _aes = new(key, Hpke.TagSize);
    private readonly byte[] _sealed = new byte[ChunkWriter.Size + Hpke.TagSize + 1];
    private readonly byte[] _plain = new byte[ChunkWriter.Size];
    private int _held, _length, _at;
    private long _count;
    private bool _isEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_at == _length && !_isEnd)
            Next();
        var part = Math.Min(buffer.Length, _length - _at);
        _plain.AsSpan(_at, part).CopyTo(buffer);
        _at += part;
        return part;
    }

    /// <summary>Reads to the end; whatever was changed, or is missing, throws.</summary>
    /// <exception cref="BackupException">It is damaged.</exception>
    internal void ReadToEnd(CancellationToken cancellation)
    {
        while (!_isEnd)
        {
            cancellation.ThrowIfCancellationRequested();
            Next();
        }
        _at = _length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _aes.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>One byte is read beyond the chunk: that there is one tells that this is not the last.</summary>
    private void Next()
    {
        while (_held < _sealed.Length && stream.Read(_sealed, _held, _sealed.Length - _held) is var read and > 0)
            _held += read;
        _isEnd = _held < _sealed.Length;
        _length = (_isEnd ? _held : _held - 1) - Hpke.TagSize;
        if (_length < 0)
            throw BackupFaults.Damaged(name, "its end is missing", "thiếu phần cuối");
        Span<byte> nonce = stackalloc byte[ChunkWriter.NonceSize];
        ChunkWriter.Nonce(nonce, _count, _isEnd);
        try
        {
            _aes.Decrypt(
                nonce, _sealed.AsSpan(0, _length), _sealed.AsSpan(_length, Hpke.TagSize), _plain.AsSpan(0, _length));
        }
        catch (AuthenticationTagMismatchException e)
        {
            (_length, _at) = (0, 0);
            throw _isEnd
                ? BackupFaults.Damaged(name, "its end is changed or missing", "phần cuối bị thay đổi hoặc bị thiếu", e)
                : BackupFaults.Damaged(
                    name, $"it was changed in its MiB {_count + 1}", $"bị thay đổi ở MiB thứ {_count + 1}", e);
        }
        _count++;
        _at = 0;
        _held = _isEnd ? 0 : 1;
        if (!_isEnd)
            _sealed[0] = _sealed[^1];
    }
}
