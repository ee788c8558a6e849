using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning;

/// <summary>Why a scanner's device cannot be had, in words that say what to do.</summary>
internal static class DeviceTrouble
{
    private const int NotPermitted = 1, NoEntry = 2, NoSuchAddress = 6, AccessDenied = 13, Busy = 16, NoDevice = 19;

    /// <param name="error">The system's error number.</param>
    /// <param name="group">The group whose members may open such devices.</param>
    internal static IOException Of(string device, int error, string group) => new(device + ": " + error switch
    {
        NoEntry or NoSuchAddress or NoDevice => "it is not plugged in",
        AccessDenied or NotPermitted =>
            $"this user may not open it; make it a member of the group {group} (usermod -aG {group} USER) and start again",
        Busy => InUse,
        _ => Marshal.GetPInvokeErrorMessage(error),
    });

    /// <summary>Somebody else has the device for itself.</summary>
    internal const string InUse =
        "another lane or program has it for itself; take it away from that one (from ModemManager by the udev property "
        + "ID_MM_DEVICE_IGNORE=1)";
}
