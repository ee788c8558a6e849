using System.Runtime.InteropServices;

namespace CheckIn.Gate.Gpio;

/// <summary>A virtual line's level in memory that a child process can share by the descriptor it inherits.</summary>
internal sealed unsafe partial class SharedLevel : IDisposable
{
    private const uint CloseOnExec = 1; // MFD_CLOEXEC
    private const int ReadWrite = 3; // PROT_READ | PROT_WRITE
    private const int Shared = 1; // MAP_SHARED
    private int* _level;

    private SharedLevel(int handle)
    {
        Handle = handle;
        var memory = Map(null, sizeof(int), ReadWrite, Shared, handle, 0);
        if (memory == (void*)-1)
            throw Failure("map");
        _level = (int*)memory;
    }

    internal int Handle { get; }

    internal ref int Level => ref *_level;

    internal static SharedLevel Create(int level)
    {
        var handle = CreateMemory("checkin-line", CloseOnExec);
        if (handle < 0 || Truncate(handle, sizeof(int)) != 0)
            throw Failure("create");
        return new SharedLevel(handle) { Level = level };
    }

    internal static SharedLevel Adopt(int handle) => new(handle);

    public void Dispose()
    {
        if (_level is null)
            return;
        _ = Unmap(_level, sizeof(int));
        _level = null;
        _ = GpioUapi.Close(Handle);
    }

    private static GpioException Failure(string what) =>
        new($"Cannot {what} the memory of a virtual line: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemory(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int Truncate(int fd, long length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
