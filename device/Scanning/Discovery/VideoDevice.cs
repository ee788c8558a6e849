namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>A video device as the kernel and udev tell of it, without opening it.</summary>
/// <param name="Path">Such as <c>/dev/video0</c>; the number may be another one after the next plugging in.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Index">Which of the device's nodes it is; a USB camera's pictures come from 0.</param>
/// <param name="Usb">Null = it is not plugged into USB.</param>
/// <param name="ById">udev's link that stays with the device; null = there is none.</param>
/// <param name="ByPath">udev's link that stays with the socket; null = there is none.</param>
internal sealed record VideoDevice(string Path, string Name, string Index, UsbDevice? Usb, string? ById, string? ByPath)
{
    private const string Nodes = "class/video4linux";

    /// <summary>A Raspberry Pi's codecs and picture processors are video devices too.</summary>
    private static readonly string[] NoCameras = ["codec", "isp", "hevc", "pispbe", "h264", "vpu"];

    /// <summary>A Raspberry Pi's camera connector, by model: the pixels there are the sensor's raw ones.</summary>
    private static readonly string[] Connectors = ["unicam", "rp1-cfe"];

    /// <summary>Whether pictures may come from it.</summary>
    internal bool IsCamera => Index == "0" && !Has(NoCameras);

    /// <summary>Whether it is a camera module of a Raspberry Pi.</summary>
    internal bool IsModule => Has(Connectors);

    internal static IReadOnlyList<VideoDevice> All(DeviceTree tree) =>
        [.. tree.Names(Nodes, "video*").Select(name => Read(name, tree))];

    private bool Has(string[] words) => words.Any(word => Name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static VideoDevice Read(string name, DeviceTree tree)
    {
        var path = System.IO.Path.Combine(tree.Dev, name);
        var node = System.IO.Path.Combine(tree.Sys, Nodes, name);
        return new VideoDevice(
            path, DeviceTree.Text(node, "name") ?? "", DeviceTree.Text(node, "index") ?? "0",
            UsbDevice.Above(tree.Real(Nodes, name)), tree.Links("v4l/by-id", path).FirstOrDefault(),
            tree.Links("v4l/by-path", path).FirstOrDefault());
    }
}
