using System.Runtime.InteropServices;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>What the gate asks of its guard.</summary>
internal enum GuardRequestKind : byte
{
    /// <summary>Switch on, or prolong.</summary>
    Open = 1,
    /// <summary>Switch off.</summary>
    Close = 2,
    /// <summary>Answer, to show that you are there.</summary>
    Beat = 3,
}

/// <summary>
/// One message from the gate to its guard, as it lies in the pipe: 32 bytes, of one machine and one build, so in its own
/// byte order. A write of that size is not torn (PIPE_BUF).
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal readonly struct GuardRequest
{
    internal const int Bytes = 32;
    private const ushort RightMark = 0x7175;
    private readonly GuardRequestKind _kind;
    private readonly byte _line;
    private readonly ushort _mark;
    private readonly uint _number;
    private readonly long _holdNs;
    private readonly long _notAfterNs;
    private readonly long _issuedAtNs;

    internal GuardRequest(GuardRequestKind kind, int line, uint number, in Opening opening = default)
    {
        (_kind, _line, _mark, _number) = (kind, (byte)line, RightMark, number);
        (_holdNs, _notAfterNs, _issuedAtNs) = (opening.HoldNs, opening.NotAfterNs, opening.IssuedAtNs);
    }

    internal GuardRequestKind Kind => _kind;

    /// <summary>Which of the guard's lines, from 0.</summary>
    internal int Line => _line;

    /// <summary>Counts the requests; the answer has the same.</summary>
    internal uint Number => _number;

    internal Opening Opening => new(_holdNs, _notAfterNs, _issuedAtNs);

    /// <summary>False for what no gate can have sent.</summary>
    internal bool IsValid(int lines) => _mark == RightMark && _kind switch
    {
        GuardRequestKind.Open => _line < lines && Opening.IsValid,
        GuardRequestKind.Close => _line < lines,
        GuardRequestKind.Beat => true,
        _ => false,
    };
}
