using CheckIn.Credentials;

namespace CheckIn.Gate.Scanning.Serial;

/// <summary>
/// Cuts a scanner's bytes into codes: at CR, LF or CRLF, and where the line falls silent, for scanners that send no end.
/// However the bytes are chunked, the same bytes give the same codes. Silence counts only where the caller has waited and
/// nothing came (<see cref="Tick"/>): bytes that lay in the line's buffer while the program was busy continue their code,
/// or a slow disk would cut codes in two. A code longer than the limit is cut one byte past it, so that it is refused as
/// too long, and the rest up to its end is thrown away.
/// </summary>
internal sealed class SerialFraming(TimeSpan idleTime)
{
    private readonly byte[] _buffer = new byte[CredentialReader.MaxBytes + 1];
    private readonly long _idleNs = (long)(idleTime.TotalMilliseconds * 1_000_000);
    private int _length;
    private long _lastByteNs;

    /// <summary>True while a code has begun and not ended.</summary>
    internal bool IsOpen => _length > 0;

    /// <summary>Time until silence ends the open code, ns.</summary>
    internal long IdleInNs(long nowNs) => Math.Max(0, _lastByteNs + _idleNs - nowNs);

    /// <summary>Takes bytes that were read at <paramref name="nowNs"/>; finished codes go to <paramref name="codes"/>.</summary>
    internal void Push(ReadOnlySpan<byte> bytes, long nowNs, ICollection<byte[]> codes)
    {
        foreach (var b in bytes)
        {
            if (b is (byte)'\r' or (byte)'\n')
                End(codes);
            else if (_length < _buffer.Length)
                _buffer[_length++] = b;
        }
        _lastByteNs = nowNs;
    }

    /// <summary>Nothing has come up to now: ends the open code if the line has been silent long enough.</summary>
    internal void Tick(long nowNs, ICollection<byte[]> codes)
    {
        if (IsOpen && nowNs - _lastByteNs >= _idleNs)
            End(codes);
    }

    /// <summary>Throws away what has begun: the device is gone.</summary>
    internal void Reset() => _length = 0;

    private void End(ICollection<byte[]> codes)
    {
        if (_length > 0)
            codes.Add(_buffer[.._length]);
        _length = 0;
    }
}
