using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CheckIn.Bench.Fuzz;

/// <summary>
/// Memory with a page on either side that nobody may touch: vector code that reads one byte beyond its picture ends the
/// process instead of passing unnoticed. Elsewhere than on Linux it is plain memory.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0, ReadWrite = 3, PrivateAnonymous = 0x22;
    private readonly byte* _whole;
    private readonly nuint _guard;

    internal GuardedMemory(int bytes)
    {
        _guard = (nuint)Environment.SystemPageSize;
        Length = (int)(((nuint)bytes + _guard - 1) / _guard * _guard);
        if (!OperatingSystem.IsLinux())
        {
            _guard = 0;
            _whole = (byte*)NativeMemory.Alloc((nuint)Length);
            return;
        }
        _whole = mmap(null, (nuint)Length + (2 * _guard), NoAccess, PrivateAnonymous, -1, 0);
        if (_whole == (byte*)-1 || mprotect(_whole + _guard, (nuint)Length, ReadWrite) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    internal int Length { get; }

    internal Span<byte> Span => new(_whole + _guard, Length);

    public void Dispose()
    {
        if (_guard == 0)
            NativeMemory.Free(_whole);
        else
            _ = munmap(_whole, (nuint)Length + (2 * _guard));
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial byte* mmap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mprotect(void* address, nuint length, int protection);

    [LibraryImport("libc")]
    private static partial int munmap(void* address, nuint length);
}
