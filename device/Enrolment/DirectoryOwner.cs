using System.Runtime.InteropServices;
using CheckIn.Storage;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// A technician calls commands as root, the gate runs as a user of its own. What a command makes must belong to that
/// user: so one called by root goes on as the owner of the directory that it writes to, or of the nearest one above it
/// that is there. The kernel then keeps it from anything else, too.
/// </summary>
internal static partial class DirectoryOwner
{
    private const int Root = 0;

    /// <summary>Where the gate's unit keeps its data, see systemd/checkin-gate.service.</summary>
    internal const string UnitsDirectory = "/var/lib/checkin";

    /// <summary>
    /// A path of the settings as the gate has it: relative to its working directory, which is the unit's unless there
    /// is a gate's data where the command was called.
    /// </summary>
    internal static string Resolve(string path, string units = UnitsDirectory) =>
        Path.IsPathRooted(path) || Directory.Exists("data") || !Directory.Exists(units)
            ? Path.GetFullPath(path) : Path.GetFullPath(path, units);

    /// <exception cref="IOException">The owner cannot be found out or taken on.</exception>
    internal static void TakeOn(string directory)
    {
        if (FileOwner.CurrentUser != Root)
            return;
        var there = Path.GetFullPath(directory);
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent)
            there = parent;
        var (user, group) = FileOwner.Of(there);
        // The group first: afterwards the right to do so is gone.
        if (user != Root && (SetEffectiveGroup(group) != 0 || SetEffectiveUser(user) != 0))
            throw new IOException($"the owner of {there} cannot be taken on (errno {Marshal.GetLastPInvokeError()})");
    }

    [LibraryImport("libc", EntryPoint = "setegid", SetLastError = true)]
    private static partial int SetEffectiveGroup(uint group);

    [LibraryImport("libc", EntryPoint = "seteuid", SetLastError = true)]
    private static partial int SetEffectiveUser(uint user);
}
