using System.Runtime.InteropServices;

namespace CheckIn.Gate.Gpio;

/// <summary>
/// A file to which several processes append lines: the kernel sees to it that none overwrites another's (O_APPEND, which
/// the framework's streams do without). Nothing is buffered, so a killed process leaves every edge it made.
/// </summary>
internal sealed unsafe partial class EdgeTrace : IDisposable
{
    private const int AppendOnly = 0x1 | 0x40 | 0x400 | 0x80000; // O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
    private const int Mode = 0x1A4; // 0644
    private int _fd;

    /// <exception cref="IOException">It cannot be written; the message says why.</exception>
    internal EdgeTrace(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
            Directory.CreateDirectory(directory);
        _fd = Open(path, AppendOnly, Mode);
        if (_fd < 0)
            throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    internal void Append(ReadOnlySpan<byte> line)
    {
        fixed (byte* bytes = line)
        {
            if (_fd >= 0)
                _ = Write(_fd, bytes, (nuint)line.Length);
        }
    }

    public void Dispose()
    {
        if (_fd >= 0)
            _ = GpioUapi.Close(_fd);
        _fd = -1;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, byte* bytes, nuint count);
}
