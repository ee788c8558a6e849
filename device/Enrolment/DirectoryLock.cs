using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// One process at a time changes a directory; another one waits the milliseconds that this takes. The kernel lets go of
/// it with the process, so nothing is left behind by a crash.
/// </summary>
internal sealed partial class DirectoryLock : IDisposable
{
    private const int Exclusive = 2; // LOCK_EX
    private const int ReadWriteCreateCloseOnExec = 0x2 | 0x40 | 0x80000; // O_RDWR | O_CREAT | O_CLOEXEC
    private const int OwnerOnly = 0x180; // 0600
    private readonly SafeFileHandle _file;

    /// <exception cref="IOException">The directory cannot be locked.</exception>
    internal DirectoryLock(string directory)
    {
        // Not by the framework, which locks what it opens by the same means and gives up at once where somebody has it.
        _file = Open(Path.Combine(directory, "lock"), ReadWriteCreateCloseOnExec, OwnerOnly);
        if (_file.IsInvalid || Flock(_file, Exclusive) != 0)
        {
            _file.Dispose();
            throw new IOException($"{directory} cannot be locked (errno {Marshal.GetLastPInvokeError()})");
        }
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
