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
    private readonly SafeFileHandle _file;

    /// <exception cref="IOException">The directory cannot be locked.</exception>
    internal DirectoryLock(string directory)
    {
        _file = File.OpenHandle(
            Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (Flock(_file, Exclusive) != 0)
        {
            _file.Dispose();
            throw new IOException($"{directory} cannot be locked (errno {Marshal.GetLastPInvokeError()})");
        }
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
