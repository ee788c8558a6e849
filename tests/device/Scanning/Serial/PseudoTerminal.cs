using System.Runtime.InteropServices;

namespace CheckIn.Gate.Tests.Scanning.Serial;

/// <summary>The far end of a serial line: what is written here, a scanner's reader receives; disposing it hangs up.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWriteNoControl = 0x102;
    private readonly int _fd;

    internal PseudoTerminal()
    {
        _fd = Open(ReadWriteNoControl);
        Assert.True(_fd >= 0 && Grant(_fd) == 0 && Unlock(_fd) == 0, "no pseudo-terminal can be had");
        var name = new byte[128];
        Assert.Equal(0, Name(_fd, name, (nuint)name.Length));
        Device = System.Text.Encoding.ASCII.GetString(name, 0, Array.IndexOf(name, (byte)0));
    }

    /// <summary>The near end's path, such as /dev/pts/3.</summary>
    internal string Device { get; }

    internal void Write(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Assert.Equal(bytes.Length, (int)Write(_fd, bytes, (nuint)bytes.Length));
    }

    public void Dispose() => _ = Close(_fd);

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int Open(int flags);
    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int fd);
    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int fd);
    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int Name(int fd, byte[] name, nuint length);
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, byte[] bytes, nuint count);
    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
