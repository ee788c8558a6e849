using System.Runtime.InteropServices;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>What the guard and whoever keeps it need of the C library; structures as on 64-bit Linux.</summary>
internal static unsafe partial class GuardSyscalls
{
    internal const int CloseOnExec = 0x80000; // O_CLOEXEC
    internal const int NonBlocking = 0x800; // O_NONBLOCK
    internal const int SetFlags = 4; // F_SETFL
    internal const int Sigkill = 9;
    internal const int NoHang = 1; // WNOHANG
    internal const int Interrupted = 4; // EINTR
    internal const int TryAgain = 11; // EAGAIN
    internal const short PollIn = 1;
    internal const int SchedFifo = 1;
    internal const short SpawnSetMask = 0x08; // POSIX_SPAWN_SETSIGMASK

    /// <summary>More than any of posix_spawn's structures and than sigset_t.</summary>
    internal const int RoomForAnyStructure = 512;

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        internal int Fd;
        internal short Events;
        internal short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }

    /// <summary>Waits until <paramref name="fd"/> can be read or <paramref name="nanoseconds"/> are over; negative = without end.</summary>
    internal static bool Readable(int fd, long nanoseconds)
    {
        var poll = new PollFd { Fd = fd, Events = PollIn };
        var time = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        return Poll(&poll, 1, nanoseconds < 0 ? null : &time, null) > 0;
    }

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int Poll(PollFd* fds, nuint count, TimeSpec* time, void* mask);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int fd, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int fd, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* fds, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Control(int fd, int command, int argument);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitPid(int process, int* status, int options);

    [LibraryImport("libc", EntryPoint = "_exit")]
    internal static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    internal static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    internal static partial int SetPriority(int which, int thread, int nice);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    internal static partial int NoSignals(void* set);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    internal static partial int AddSignal(void* set, int signal);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    internal static partial int Spawn(int* process, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int InitActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int DestroyActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int AddDuplicate(void* actions, int fd, int newFd);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static partial int InitAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int DestroyAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SetSpawnFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int SetSpawnMask(void* attributes, void* set);
}
