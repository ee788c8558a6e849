using System.Runtime.InteropServices;

namespace CheckIn.Hardware.Programs;

/// <summary>Signals to processes that were not started here.</summary>
internal static partial class Signal
{
    internal const int Kill = 9, Stop = 19;

    internal static void Send(int process, int signal) => _ = SendSignal(process, signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
