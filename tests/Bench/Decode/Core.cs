using System.Runtime.InteropServices;

namespace CheckIn.Bench.Decode;

/// <summary>
/// Keeps what is compared on one core. The calling thread and processes it starts stay there; the compiler and the
/// collector, threads of their own, keep the others.
/// </summary>
internal static partial class Core
{
    private const int Words = 16;

    /// <summary>Pins the calling thread to the last core it may use; false where the system has no way.</summary>
    internal static unsafe bool PinThisThread()
    {
        var mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();
        if (!OperatingSystem.IsLinux() || sched_getaffinity(0, Words * sizeof(ulong), mask) < 0)
            return false;
        var word = Words - 1;
        while (word > 0 && mask[word] == 0)
            word--;
        var core = 63 - ulong.LeadingZeroCount(mask[word]);
        new Span<ulong>(mask, Words).Clear();
        mask[word] = 1UL << (int)core;
        return sched_setaffinity(0, Words * sizeof(ulong), mask) == 0;
    }

    [LibraryImport("libc")]
    private static unsafe partial int sched_getaffinity(int thread, nint size, ulong* mask);

    [LibraryImport("libc")]
    private static unsafe partial int sched_setaffinity(int thread, nint size, ulong* mask);
}
