using System.Globalization;
using CheckIn.Gate.Scanning.Discovery;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>A video device as the kernel's sysfs and udev's links tell of it, without opening it.</summary>
/// <param name="Path">Such as <c>/dev/video0</c>; the number may be another one after the next plugging in.</param>
/// <param name="Name">What the device calls itself.</param>
/// <param name="Index">Which of the device's nodes it is; a USB camera's pictures come from 0.</param>
/// <param name="UsbId"><c>vendor:product</c> in hex; null = not USB.</param>
/// <param name="ById">udev's name below /dev/v4l/by-id, which stays; null = there is none.</param>
internal sealed record VideoNode(string Path, string Name, int Index, string? UsbId, string? ById)
{
    private const string Nodes = "/sys/class/video4linux", Links = "/dev/v4l/by-id", AnyLink = "/dev/v4l/";

    /// <summary>What is plugged in now, by number.</summary>
    internal static IReadOnlyList<VideoNode> All()
    {
        if (!Directory.Exists(Nodes))
            return [];
        var links = Directory.Exists(Links)
            ? Directory.EnumerateFiles(Links).ToLookup(link => new FileInfo(link).ResolveLinkTarget(true)?.FullName)
            : null;
        return [.. Directory.EnumerateDirectories(Nodes, "video*")
            .Select(node => Read(node, links))
            .OrderBy(node => node.Path.Length).ThenBy(node => node.Path, StringComparer.Ordinal)];
    }

    /// <summary>The nodes that a setting may mean, likeliest first.</summary>
    /// <param name="device">
    /// A path, a name below /dev/v4l/by-id, <c>vendor:product</c>, a part of a name; empty = any.
    /// </param>
    /// <param name="last">
    /// Which one it was when it was last open: the same one is wanted, whatever number it has now.
    /// </param>
    internal static IReadOnlyList<string> Find(string? device, VideoNode? last, IReadOnlyList<VideoNode> present)
    {
        // udev's links stay; where two cameras are alike, they alone tell which is which.
        if (device?.StartsWith(AnyLink, StringComparison.Ordinal) == true)
            return [device];
        if (last is not null && present.Where(last.IsSame).ToList() is { Count: > 0 } same)
            return [.. same.OrderBy(node => node.Path != last.Path).Select(node => node.Path)];
        if (string.IsNullOrWhiteSpace(device))
            return [.. present.Select(node => node.Path)];
        if (device.StartsWith('/'))
            return [device];
        return [.. present.Where(node => node.IsCalled(device)).Select(node => node.Path)];
    }

    /// <summary>The node behind a path, links followed; null = sysfs does not know it.</summary>
    internal static VideoNode? At(string path, IReadOnlyList<VideoNode> present)
    {
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        return present.FirstOrDefault(node => node.Path == target);
    }

    private bool IsSame(VideoNode other) => ById is not null && other.ById is not null
        ? ById == other.ById
        : (Name, Index, UsbId) == (other.Name, other.Index, other.UsbId);

    private bool IsCalled(string device) =>
        ById == device || (UsbId is not null && UsbId.Equals(device, StringComparison.OrdinalIgnoreCase))
        || Name.Contains(device, StringComparison.OrdinalIgnoreCase);

    private static VideoNode Read(string node, ILookup<string?, string>? links)
    {
        var path = "/dev/" + System.IO.Path.GetFileName(node);
        return new VideoNode(
            path, Text(System.IO.Path.Combine(node, "name")) ?? "",
            int.Parse(Text(System.IO.Path.Combine(node, "index")) ?? "0", CultureInfo.InvariantCulture),
            UsbDevice.Above(DeviceTree.Here.Real("class/video4linux", System.IO.Path.GetFileName(node)))?.Id,
            links?[path].Select(System.IO.Path.GetFileName).FirstOrDefault());
    }

    private static string? Text(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // no such property, or unplugged just now
        }
    }
}
