using System.Runtime.InteropServices;
using CheckIn.Contract;

namespace CheckIn.Time;

/// <summary>
/// What the kernel says of its clock (adjtimex). Whoever synchronises it sets maxerror; every second the kernel adds
/// 500 us (MAXFREQ), so maxerror bounds the age of that moment as well: neither is ever larger than told here. At 16 s,
/// some nine hours after, or when somebody sets the clock by hand, the kernel calls it unsynchronised (STA_UNSYNC),
/// as it does after the boot, and maxerror says nothing more.
/// </summary>
public static unsafe partial class KernelClock
{
    // struct timex on 64-bit Linux.
    private const int TimexBytes = 208;
    private const int OffsetOffset = 8;
    private const int MaxErrorOffset = 24;
    private const int StatusOffset = 40;
    private const int Unsynchronised = 0x40; // STA_UNSYNC
    private const int Nanoseconds = 0x2000; // STA_NANO: offset is in ns

    /// <summary>Quality of the wall clock now; null while it is not synchronised, or nobody knows.</summary>
    public static ClockQuality? Read()
    {
        var timex = stackalloc byte[TimexBytes];
        new Span<byte>(timex, TimexBytes).Clear();
        try
        {
            if (Adjtimex(timex) < 0)
                return null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
        return Judge(*(int*)(timex + StatusOffset), *(long*)(timex + MaxErrorOffset), *(long*)(timex + OffsetOffset));
    }

    /// <summary>
    /// What the kernel's figures mean. The part of the last correction that it has not yet worked in
    /// (<paramref name="offset"/>) is known to be wrong, and counts besides.
    /// </summary>
    /// <param name="status">struct timex: STA_ flags.</param>
    /// <param name="maxErrorUs">maxerror, us.</param>
    /// <param name="offset">offset, us, or ns with STA_NANO.</param>
    public static ClockQuality? Judge(int status, long maxErrorUs, long offset)
    {
        if ((status & Unsynchronised) != 0 || maxErrorUs < 0)
            return null;
        var leftUs = Math.Abs(offset) / ((status & Nanoseconds) != 0 ? 1000.0 : 1);
        return new ClockQuality((long)Math.Ceiling((maxErrorUs + leftUs) / 1000), maxErrorUs / ClockAnchor.DriftPpm);
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int Adjtimex(byte* timex);
}
