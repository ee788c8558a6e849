using System.Runtime.InteropServices;
using System.Text;

namespace CheckIn.Fixtures;

/// <summary>The far end of a serial line: what is written here, a scanner's reader receives; disposing it hangs up.</summary>
public sealed partial class PseudoTerminal : IDisposable
{
    // O_RDWR, O_NOCTTY, and O_CLOEXEC: a program that is started while it is open would keep it from hanging up.
    private const int ReadWriteNoControl = 0x80102;
    private int _fd;

    public PseudoTerminal()
    {
        _fd = Open(ReadWriteNoControl);
        if (_fd < 0 || Grant(_fd) != 0 || Unlock(_fd) != 0)
            throw new IOException("No pseudo-terminal can be had.");
        var name = new byte[128];
        if (Name(_fd, name, (nuint)name.Length) != 0)
            throw new IOException("The pseudo-terminal has no name.");
        Device = Encoding.ASCII.GetString(name, 0, Array.IndexOf(name, (byte)0));
    }

    /// <summary>The near end's path, such as /dev/pts/3.</summary>
    public string Device { get; }

    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <exception cref="IOException">Nobody has opened the near end, or its buffer is full.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var written = Write(_fd, bytes, (nuint)bytes.Length);
        if (written != bytes.Length)
            throw new IOException($"{written} of {bytes.Length} bytes went into the pseudo-terminal.");
    }

    /// <summary>Once: a number that was closed may be anybody's by now.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _fd, -1) is >= 0 and var fd)
            _ = Close(fd);
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int Open(int flags);
    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int fd);
    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int fd);
    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int Name(int fd, byte[] name, nuint length);
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, ReadOnlySpan<byte> bytes, nuint count);
    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
