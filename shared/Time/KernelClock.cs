using System.Runtime.InteropServices;
using CheckIn.Contract;

namespace CheckIn.Time;

/// <summary>
/// What the kernel says of its clock (adjtimex). maxerror grows by 500 ppm since the last correction, so it tells the
/// age of that correction as well as the error: both are upper bounds.
/// </summary>
public static unsafe partial class KernelClock
{
    private const int TimexBytes = 208; // struct timex on 64-bit Linux
    private const int MaxErrorOffset = 24;
    private const int StatusOffset = 40;
    private const int Unsynchronised = 0x40; // STA_UNSYNC
    private const long ToleranceUsPerS = 500;

    /// <summary>Quality of the wall clock now; null when it was never synchronised in this boot, or nobody knows.</summary>
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
        if ((*(int*)(timex + StatusOffset) & Unsynchronised) != 0)
            return null;
        var maxErrorUs = *(long*)(timex + MaxErrorOffset);
        return new ClockQuality((maxErrorUs + 999) / 1000, maxErrorUs / ToleranceUsPerS);
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int Adjtimex(byte* timex);
}
