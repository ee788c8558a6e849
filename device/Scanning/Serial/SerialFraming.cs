using CheckIn.Credentials;

namespace CheckIn.Gate.Scanning.Serial;

/// <summary>
/// Codes of a serial line: CR, LF or CRLF end one. A code longer than the limit is cut one byte past it, so that it is
/// refused as too long, and the rest up to its end is thrown away.
/// </summary>
internal sealed class SerialFraming(TimeSpan idleTime) : CodeFraming(idleTime)
{
    private readonly byte[] _buffer = new byte[CredentialReader.MaxBytes + 1];
    private int _length;

    internal override bool IsOpen => _length > 0;

    internal override void Reset() => _length = 0;

    protected override bool Take(ReadOnlySpan<byte> bytes, ICollection<byte[]> codes)
    {
        foreach (var b in bytes)
        {
            if (b is (byte)'\r' or (byte)'\n')
                FallSilent(codes);
            else if (_length < _buffer.Length)
                _buffer[_length++] = b;
        }
        return true;
    }

    protected override void FallSilent(ICollection<byte[]> codes)
    {
        if (_length > 0)
            codes.Add(_buffer[.._length]);
        _length = 0;
    }
}
