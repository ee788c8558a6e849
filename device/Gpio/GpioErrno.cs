using System.Runtime.InteropServices;

namespace CheckIn.Gate.Gpio;

/// <summary>The kernel's answers to requests for pins, in words that say what to do.</summary>
internal static class GpioErrno
{
    internal const int Interrupted = 4;
    internal const int Again = 11;
    internal const int Busy = 16;
    internal const int NoDevice = 19;

    internal static GpioException Failure(string chip, string what, int errno, string? consumer = null) =>
        new($"{chip}: cannot {what}: {Words(errno, consumer)}") { IsBusy = errno == Busy };

    private static string Words(int errno, string? consumer) => errno switch
    {
        2 or 6 => "there is no such chip. 'checkin-gate pins' shows those present; set Gpio:Chip.",
        NoDevice => "the chip is gone: it was unplugged, or its driver was removed. Relays and lamps on it are off. Plug it in "
            + "again and start the gate.",
        1 or 13 => "permission denied. Let the gate's user join the group that owns the device (gpio on Raspberry Pi OS).",
        Busy when consumer is { Length: > 0 } =>
            $"the line is in use by '{consumer}'. End that program, take its overlay out of config.txt, or set another pin.",
        Busy => "the line is in use by another program, or the kernel. 'checkin-gate pins' shows what is free; set another pin.",
        22 => "the chip has no such line, or cannot do what is asked of it (a resistor, edges), or its kernel is older than 5.10. "
            + "'checkin-gate pins' shows the lines; Bias None asks for no resistor.",
        25 => "that is no GPIO chip, or its kernel is older than 5.10. 'checkin-gate pins' shows those present.",
        _ => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).",
    };
}
