using System.Runtime.InteropServices;
using CheckIn.Gate.Turnstile.Guard;

namespace CheckIn.Gate.Updates;

/// <summary>What the launcher needs of the C library besides what the guard's keeper does; 64-bit Linux.</summary>
internal static unsafe partial class LauncherSyscalls
{
    internal const int Sigkill = GuardSyscalls.Sigkill;
    private const int ParentDeathSignal = 1; // PR_SET_PDEATHSIG

    /// <summary>Another program takes this one's place and process number. Returns only when that is not possible.</summary>
    internal static string Replace(ProgramCommand command)
    {
        using var words = new CStrings(command.Words);
        using var environment = new CStrings(command.Environment);
        _ = Execute(words.First, words.Pointers, environment.Pointers);
        return $"{command.Words[0]} cannot be started: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
    }

    /// <summary>Starts a program beside this one.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    internal static int Start(ProgramCommand command)
    {
        using var words = new CStrings(command.Words);
        using var environment = new CStrings(command.Environment);
        int process;
        var error = GuardSyscalls.Spawn(&process, words.First, null, null, words.Pointers, environment.Pointers);
        return error == 0 ? process
            : throw new IOException($"{command.Words[0]} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>This process ends with its parent. To be called on its first thread.</summary>
    internal static void EndWithParent() => _ = Control(ParentDeathSignal, Sigkill, 0, 0, 0);

    internal static int Parent => GetParent();

    internal static void Signal(int process, int signal) => _ = GuardSyscalls.Kill(process, signal);

    /// <summary>A child's exit code as a shell has it, when it has ended; null = it has not.</summary>
    /// <param name="process">The child.</param>
    /// <param name="wait">Until it has.</param>
    internal static int? EndOf(int process, bool wait)
    {
        var status = 0;
        int reaped;
        do
            reaped = GuardSyscalls.WaitPid(process, &status, wait ? 0 : GuardSyscalls.NoHang);
        while (reaped < 0 && Marshal.GetLastPInvokeError() == GuardSyscalls.Interrupted);
        if (reaped == 0)
            return null;
        // Somebody else's child, or none: as one that has ended.
        return reaped < 0 ? Failed : (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
    }

    /// <summary>Waits a moment.</summary>
    internal static void Pause(long nanoseconds)
    {
        var time = new GuardSyscalls.TimeSpec { Nanoseconds = nanoseconds };
        _ = GuardSyscalls.Poll(null, 0, &time, null);
    }

    private const int Failed = 70;

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true)]
    private static partial int Execute(byte* path, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nuint argument, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParent();
}
