using System.Globalization;
using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>What an error number means for a camera, and what to do about it.</summary>
internal static class CameraWords
{
    /// <param name="what">What was tried, such as <c>cannot be opened</c>.</param>
    internal static CameraException Failure(string device, string what, int errno) =>
        new($"{device}: {what}: {Of(device, errno)}");

    internal static string Of(string device, int errno) => errno switch
    {
        Errno.NoEntry =>
            "there is no such camera. Plug it in; 'checkin-gate scanners' lists those present, for Scanner:Device",
        Errno.NoSuchDevice or Errno.NoDevice => "it was unplugged",
        Errno.NotPermitted or Errno.AccessDenied =>
            "permission denied. Let the gate's user join the group video (usermod -aG video USER), and start it again",
        Errno.Busy => $"in use by {UsersOf(device)}. End that program; a camera has one user",
        Errno.Invalid => "its driver refuses that",
        Errno.NoSpace =>
            "its USB bus has no room left. Put cameras on different USB ports, or set smaller Camera:Width and Height",
        Errno.NotSupported => "it is no video device",
        Errno.IoError or Errno.Protocol => "it does not answer. Look at its cable, its hub and its power",
        _ => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno.ToString(CultureInfo.InvariantCulture)})",
    };

    /// <summary>The programs that have a device open, as far as this user may see.</summary>
    private static string UsersOf(string device)
    {
        var target = new FileInfo(device).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? device;
        var users = Directory.EnumerateDirectories("/proc")
            .Where(process => Path.GetFileName(process) is var id && id.All(char.IsAsciiDigit)
                && id != Environment.ProcessId.ToString(CultureInfo.InvariantCulture) && HasOpen(process, target))
            .Take(3)
            .Select(Name)
            .ToList();
        return users.Count == 0 ? "another program ('fuser -v' as root shows which)" : string.Join(" and ", users);
    }

    private static bool HasOpen(string process, string target)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd"))
                .Any(file => new FileInfo(file).LinkTarget == target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is somebody else's
        }
    }

    private static string Name(string process)
    {
        var id = Path.GetFileName(process);
        try
        {
            return $"{File.ReadAllText(Path.Combine(process, "comm")).Trim()} (process {id})";
        }
        catch (IOException)
        {
            return $"process {id}";
        }
    }
}
