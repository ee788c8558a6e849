using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// A technician calls commands as root, the gate runs as a user of its own. What a command makes must belong to that
/// user: so one called by root goes on as the owner of the directory that it writes to, or of the nearest one above it
/// that is there. The kernel then keeps it from anything else, too.
/// </summary>
internal static partial class DirectoryOwner
{
    private const int Root = 0;
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint OwnerAndGroup = 0x18; // STATX_UID | STATX_GID
    private const int StatxBytes = 256;
    private const int UserOffset = 20;
    private const int GroupOffset = 24;

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
        if (GetEffectiveUser() != Root)
            return;
        var there = Path.GetFullPath(directory);
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent)
            there = parent;
        var (user, group) = OwnerOf(there);
        // The group first: afterwards the right to do so is gone.
        if (user != Root && (SetEffectiveGroup(group) != 0 || SetEffectiveUser(user) != 0))
            throw new IOException($"the owner of {there} cannot be taken on (errno {Marshal.GetLastPInvokeError()})");
    }

    /// <summary>Whether what lies there is this process's own user's.</summary>
    internal static bool IsOwn(string path) => OwnerOf(path).User == GetEffectiveUser();

    private static (uint User, uint Group) OwnerOf(string path)
    {
        Span<byte> status = stackalloc byte[StatxBytes];
        if (Statx(CurrentDirectory, path, 0, OwnerAndGroup, status) != 0)
            throw new IOException($"the owner of {path} cannot be found out (errno {Marshal.GetLastPInvokeError()})");
        return (BinaryPrimitives.ReadUInt32LittleEndian(status[UserOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(status[GroupOffset..]));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "setegid", SetLastError = true)]
    private static partial int SetEffectiveGroup(uint group);

    [LibraryImport("libc", EntryPoint = "seteuid", SetLastError = true)]
    private static partial int SetEffectiveUser(uint user);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> status);
}
