using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CheckIn.Gate.Gpio;
using CheckIn.Time;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>
/// <c>checkin-gate guard</c>: a process of the gate's own that alone switches relays on, and that ends every opening on
/// time whatever becomes of the gate. It has the lines' descriptors by inheritance and takes openings from its standard
/// input. The edge and the way back are one step: nothing but this loop is between them, it never waits for the gate,
/// allocates nothing once it listens, and knows no signal but SIGKILL (the gate starts it with the others blocked).
/// When its input ends, because the gate has ended in whatever way, or makes no sense, every line goes off and it ends.
/// </summary>
internal sealed unsafe class GuardProcess
{
    internal const string Word = "guard";

    private const int Input = 0;
    private const int Output = 1;
    private const int Malformed = 65; // EX_DATAERR
    private const int LineFailed = 74; // EX_IOERR
    private const int RequestsAtOnce = 32;
    private const int RealTimePriority = 5;
    private const int Nice = -10;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly IReadOnlyList<IGpioOutput> _lines;
    private readonly LeaseTable _leases;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(RequestsAtOnce * GuardRequest.Bytes, pinned: true);
    private int _held;

    private GuardProcess(IReadOnlyList<IGpioOutput> lines) => (_lines, _leases) = (lines, new LeaseTable(lines.Count));

    /// <summary>Ends the process at once, without the runtime's farewell: the lines are off, and go back to the kernel.</summary>
    internal static int Run(string[] args)
    {
        if (GuardedLines.TryOpen(args) is not { } lines)
            return Complain("the gate itself starts its guard; there is nothing to start by hand.", Malformed);
        var guard = new GuardProcess(lines);
        int code;
        try
        {
            code = guard.Serve();
        }
        catch (GpioException e)
        {
            guard.SwitchAllOff();
            code = Complain($"{e.Message} It ends with its lines off.", LineFailed);
        }
        guard.SwitchAllOff();
        GuardSyscalls.Exit(code);
        return code;
    }

    /// <summary>A method of its own, because a guard that has nothing to say does not load the console.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Complain(string what, int code)
    {
        Console.Error.WriteLine("checkin-gate guard: " + what);
        return code;
    }

    private int Serve()
    {
        SwitchAllOff();
        BeQuick();
        Rehearse();
        Answer(new GuardAnswer(GuardAnswerKind.Ready, 0, 0, _time.MonotonicNs()));
        while (true)
        {
            var left = EndWhatIsOver();
            if (!GuardSyscalls.Readable(Input, left))
                continue;
            var count = Receive();
            if (count <= 0)
                return 0; // the gate has ended
            if (!TakeAll())
                return Malformed;
        }
    }

    /// <summary>ns until the next lease ends; -1 = there is none.</summary>
    private long EndWhatIsOver()
    {
        while (_leases.End(_time.MonotonicNs()) is >= 0 and var line)
            _lines[line].Set(false);
        var next = _leases.NextEndNs;
        return next == long.MaxValue ? -1 : Math.Max(0, next - _time.MonotonicNs());
    }

    private nint Receive()
    {
        fixed (byte* buffer = _buffer)
        {
            nint count;
            do
                count = GuardSyscalls.Read(Input, buffer + _held, (nuint)(_buffer.Length - _held));
            while (count < 0 && Marshal.GetLastPInvokeError() is GuardSyscalls.Interrupted or GuardSyscalls.TryAgain);
            _held += (int)Math.Max(0, count);
            return count;
        }
    }

    private bool TakeAll()
    {
        var taken = 0;
        for (; taken + GuardRequest.Bytes <= _held; taken += GuardRequest.Bytes)
        {
            EndWhatIsOver();
            var request = MemoryMarshal.Read<GuardRequest>(_buffer.AsSpan(taken));
            if (!request.IsValid(_lines.Count))
                return false;
            Answer(Take(request));
        }
        _buffer.AsSpan(taken, _held - taken).CopyTo(_buffer);
        _held -= taken;
        return true;
    }

    private GuardAnswer Take(in GuardRequest request)
    {
        var (line, number, now) = (request.Line, request.Number, _time.MonotonicNs());
        switch (request.Kind)
        {
            case GuardRequestKind.Beat:
                return new GuardAnswer(GuardAnswerKind.Beat, line, number, now);
            case GuardRequestKind.Close:
                _leases.Close(line);
                _lines[line].Set(false);
                return new GuardAnswer(GuardAnswerKind.Off, line, number, _time.MonotonicNs());
            case GuardRequestKind.Open when _leases.Open(line, request.Opening, now):
                _lines[line].Set(true);
                // The pulse counts from the edge; the bound stays where it was.
                var edge = _time.MonotonicNs();
                _leases.Open(line, request.Opening, edge);
                return new GuardAnswer(GuardAnswerKind.On, line, number, edge, _leases[line].OffAtNs);
            default:
                return new GuardAnswer(GuardAnswerKind.Stale, line, number, now, _leases[line].IsActive ? _leases[line].OffAtNs : 0);
        }
    }

    /// <summary>A gate that does not read its answers is no reason to wait: it finds out by itself that one is missing.</summary>
    private static void Answer(GuardAnswer answer) => _ = GuardSyscalls.Write(Output, &answer, GuardAnswer.Bytes);

    private void SwitchAllOff()
    {
        foreach (var line in _lines)
        {
            try
            {
                line.Set(false);
            }
            catch (GpioException)
            {
                // The chip is gone, and its lines with it; the others are still to be switched off.
            }
        }
    }

    /// <summary>What opens a line is compiled before it is first asked for: a decision stays valid for half a second only.</summary>
    private void Rehearse()
    {
        var now = _time.MonotonicNs();
        var table = new LeaseTable(1);
        table.Open(0, new Opening(1, now + 1, now), now);
        table.Close(0);
        _ = new GuardRequest(GuardRequestKind.Open, 0, 1, new Opening(1, now, now)).IsValid(_lines.Count);
    }

    /// <summary>Before other programs where the service manager allows it; as one of them where not.</summary>
    private static void BeQuick()
    {
        var priority = RealTimePriority;
        if (GuardSyscalls.SetScheduler(0, GuardSyscalls.SchedFifo, &priority) != 0)
            _ = GuardSyscalls.SetPriority(0, 0, Nice);
    }
}
