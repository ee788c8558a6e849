using System.Runtime.InteropServices;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>What the guard says.</summary>
internal enum GuardAnswerKind : byte
{
    /// <summary>It has its lines and listens; the first message of all.</summary>
    Ready = 1,
    /// <summary>The line is on, until <see cref="GuardAnswer.OffAtNs"/>.</summary>
    On = 2,
    /// <summary>The line is off.</summary>
    Off = 3,
    /// <summary>The opening came too late; nothing was done.</summary>
    Stale = 4,
    /// <summary>It is there.</summary>
    Beat = 5,
}

/// <summary>One message from the guard to its gate: 24 bytes, the answer to one request each.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal readonly struct GuardAnswer
{
    internal const int Bytes = 24;
    private const ushort RightMark = 0x6761;
    private readonly GuardAnswerKind _kind;
    private readonly byte _line;
    private readonly ushort _mark;
    private readonly uint _number;
    private readonly long _atNs;
    private readonly long _offAtNs;

    internal GuardAnswer(GuardAnswerKind kind, int line, uint number, long atNs, long offAtNs = 0)
    {
        (_kind, _line, _mark, _number) = (kind, (byte)line, RightMark, number);
        (_atNs, _offAtNs) = (atNs, offAtNs);
    }

    internal GuardAnswerKind Kind => _kind;

    internal int Line => _line;

    /// <summary>The request's.</summary>
    internal uint Number => _number;

    /// <summary>CLOCK_MONOTONIC, ns, when it was done.</summary>
    internal long AtNs => _atNs;

    /// <summary>CLOCK_MONOTONIC, ns, at which the line goes off; 0 = it is off.</summary>
    internal long OffAtNs => _offAtNs;

    internal bool IsValid => _mark == RightMark && _kind is >= GuardAnswerKind.Ready and <= GuardAnswerKind.Beat;
}
