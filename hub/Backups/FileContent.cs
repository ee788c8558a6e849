using System.Security.Cryptography;

namespace CheckIn.Hub.Backups;

/// <summary>
/// A file as it goes into a backup: so many bytes as it had when it was opened, whatever is added meanwhile, and their
/// hash when they were read.
/// </summary>
internal sealed class FileContent : Stream
{
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationToken _cancellation;
    private long _at;

    internal FileContent(string path, CancellationToken cancellation)
    {
        _file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 128 * 1024);
        (Length, _cancellation) = (_file.Length, cancellation);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _at;
        set
        {
            if (value != _at)
                throw new NotSupportedException();
        }
    }

    internal BackupFile Described(string name) =>
        new(name, Length, Convert.ToHexStringLower(_hash.GetHashAndReset()));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        _cancellation.ThrowIfCancellationRequested();
        var wanted = (int)Math.Min(buffer.Length, Length - _at);
        if (wanted == 0)
            return 0;
        var read = _file.Read(buffer[..wanted]);
        if (read == 0)
            throw new IOException($"{_file.Name} became shorter while it was read.");
        _hash.AppendData(buffer[..read]);
        _at += read;
        return read;
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
        {
            _file.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }
}
