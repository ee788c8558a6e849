using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CheckIn.Bench;

/// <summary>
/// What the calling thread has spent on a core. It is the same on a machine that is busy with other things, which makes
/// neither a hang of a short read nor a slow decoder of a fast one. Where the system does not tell, it is the time that
/// has passed.
/// </summary>
internal static partial class ThreadTime
{
    private const int ClockThreadCpuTime = 3;

    internal static TimeSpan Now
    {
        get
        {
            if (!OperatingSystem.IsLinux() || clock_gettime(ClockThreadCpuTime, out var spent) != 0)
                return Stopwatch.GetElapsedTime(0);
            return TimeSpan.FromSeconds(spent.Seconds) + TimeSpan.FromMicroseconds(spent.Nanoseconds / 1e3);
        }
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
