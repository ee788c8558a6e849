using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// A program whose output is read as it comes. It is started by posix_spawn, so that it has nothing of ours but the two
/// pipes: a relay's line that it inherited would stay ours to answer for after we are gone. Nor does it see our
/// settings. When this process ends, however it ends, its next write finds nobody and ends it too.
/// </summary>
internal sealed unsafe partial class ChildStream : IDisposable
{
    private const int CloseOnExec = 0x80000, NonBlocking = 0x800, SetFlags = 4, Kill = 9, NoHang = 1;
    private const int OpaqueBytes = 1024;
    private const short DefaultSignals = 0x4, SignalMask = 0x8; // POSIX_SPAWN_SETSIGDEF, POSIX_SPAWN_SETSIGMASK
    private const int MostTail = 400, ReapSteps = 50, ReapStepMs = 10;
    private const string Ours = "CHECKIN_";
    private readonly int _pid;
    private readonly int _output;
    private readonly int _errors;
    private readonly byte[] _chunk = new byte[4096];
    private string _tail = "";
    private bool _disposed;

    /// <exception cref="CameraException">It cannot be started.</exception>
    internal ChildStream(string command, IReadOnlyList<string> arguments)
    {
        int* output = stackalloc int[2], errors = stackalloc int[2];
        if (Pipe(output, CloseOnExec) != 0 || Pipe(errors, CloseOnExec) != 0)
        {
            throw new CameraException(
                $"{command}: no pipe can be made: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
        var errno = Spawn(command, arguments, output[1], errors[1], out _pid);
        _ = V4l2Uapi.Close(output[1]);
        _ = V4l2Uapi.Close(errors[1]);
        (_output, _errors) = (output[0], errors[0]);
        _ = Control(_output, SetFlags, NonBlocking);
        _ = Control(_errors, SetFlags, NonBlocking);
        if (errno == 0)
            return;
        _disposed = true;
        ClosePipes();
        throw new CameraException($"{command}: cannot be started: {Marshal.GetPInvokeErrorMessage(errno)}. "
            + "Install it (Raspberry Pi OS: rpicam-apps-lite), or set Camera:Command to what it is called there");
    }

    internal int Pid => _pid;

    /// <summary>The end of what it had to say.</summary>
    internal string LastWords => _tail;

    /// <summary>Bytes read of its output; 0 = none within the time.</summary>
    /// <exception cref="EndOfStreamException">It has ended, or closed its output.</exception>
    internal int Read(Span<byte> target, TimeSpan most)
    {
        var polls = stackalloc V4l2Uapi.PollFd[2];
        polls[0] = new() { Fd = _output, Events = V4l2Uapi.PollIn };
        polls[1] = new() { Fd = _errors, Events = V4l2Uapi.PollIn };
        if (V4l2Uapi.Poll(polls, 2, (int)Math.Ceiling(most.TotalMilliseconds)) <= 0)
            return 0;
        if (polls[1].Results != 0)
            Listen();
        if (polls[0].Results == 0)
            return 0;
        fixed (byte* bytes = target)
        {
            var count = ReadFile(_output, bytes, (nuint)target.Length);
            if (count > 0)
                return (int)count;
            if (count < 0 && Marshal.GetLastPInvokeError() is Errno.Again or Errno.Interrupted)
                return 0;
        }
        Listen();
        throw new EndOfStreamException();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        ClosePipes();
        _ = Signal(_pid, Kill);
        // Dead at once, unless a driver holds it; then it is left to the system, as waiting would not help.
        for (var i = 0; i < ReapSteps && WaitFor(_pid, null, NoHang) == 0; i++)
            _ = V4l2Uapi.Poll(null, 0, ReapStepMs);
    }

    /// <summary>Its complaints, of which the last ones are kept.</summary>
    private void Listen()
    {
        fixed (byte* bytes = _chunk)
        {
            var count = ReadFile(_errors, bytes, (nuint)_chunk.Length);
            if (count <= 0)
                return;
            var text = _tail + Encoding.UTF8.GetString(_chunk, 0, (int)count);
            _tail = text.Length > MostTail ? text[^MostTail..] : text;
        }
    }

    private void ClosePipes()
    {
        _ = V4l2Uapi.Close(_output);
        _ = V4l2Uapi.Close(_errors);
    }

    /// <summary>0 or an error number. glibc's opaque structures are smaller than what they get here.</summary>
    private static int Spawn(string command, IReadOnlyList<string> arguments, int output, int errors, out int pid)
    {
        byte* actions = stackalloc byte[OpaqueBytes], attributes = stackalloc byte[OpaqueBytes];
        byte* all = stackalloc byte[128], none = stackalloc byte[128]; // sigset_t
        new Span<byte>(all, 128).Fill(0xFF);
        new Span<byte>(none, 128).Clear();
        _ = InitActions(actions);
        _ = InitAttributes(attributes);
        var argv = Texts([command, .. arguments]);
        var environment = Texts(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => !((string)variable.Key).StartsWith(Ours, StringComparison.OrdinalIgnoreCase))
            .Select(variable => $"{variable.Key}={variable.Value}"));
        try
        {
            _ = AddOpen(actions, 0, "/dev/null", 0, 0);
            _ = AddDuplicate(actions, output, 1);
            _ = AddDuplicate(actions, errors, 2);
            _ = AddCloseFrom(actions, 3);
            _ = SetDefaultSignals(attributes, all);
            _ = SetSignalMask(attributes, none);
            _ = SetSpawnFlags(attributes, DefaultSignals | SignalMask);
            return SpawnProcess(out pid, command, actions, attributes, argv, environment);
        }
        finally
        {
            _ = DestroyActions(actions);
            _ = DestroyAttributes(attributes);
            Free(argv);
            Free(environment);
        }
    }

    private static byte** Texts(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        var pointers = (byte**)NativeMemory.AllocZeroed((nuint)all.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < all.Count; i++)
            pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        return pointers;
    }

    private static void Free(byte** texts)
    {
        for (var text = texts; *text != null; text++)
            Marshal.FreeCoTaskMem((nint)(*text));
        NativeMemory.Free(texts);
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(int* ends, int flags);
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int fd, int command, int value);
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(int fd, byte* buffer, nuint count);
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitFor(int pid, int* status, int options);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(byte* actions);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte* actions);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte* actions, int fd, string path, int flags, uint mode);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int fd, int target);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int AddCloseFrom(byte* actions, int first);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(byte* attributes);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(byte* attributes);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaultSignals(byte* attributes, byte* signals);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetSignalMask(byte* attributes, byte* signals);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetSpawnFlags(byte* attributes, short flags);
    [LibraryImport("libc", EntryPoint = "posix_spawnp", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SpawnProcess(
        out int pid, string command, byte* actions, byte* attributes, byte** arguments, byte** environment);
}
