namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>A serial device as the kernel and udev tell of it, without opening it.</summary>
/// <param name="Path">Such as <c>/dev/ttyACM0</c>; the number may be another one after the next plugging in.</param>
/// <param name="Usb">Null = a serial port of the board.</param>
/// <param name="Driver">The kernel's, such as <c>cdc_acm</c> or <c>ftdi_sio</c>.</param>
/// <param name="ById">udev's link that stays with the device; null = there is none.</param>
/// <param name="ByPath">udev's link that stays with the socket; null = there is none.</param>
internal sealed record SerialDevice(string Path, UsbDevice? Usb, string? Driver, string? ById, string? ByPath)
{
    private const string Nodes = "class/tty";
    private static readonly string[] Kinds = ["ttyACM*", "ttyUSB*", "ttyAMA*"];

    /// <summary>What is plugged into USB, and the header's port of a Raspberry Pi.</summary>
    internal static IReadOnlyList<SerialDevice> All(DeviceTree tree) =>
        [.. Kinds.SelectMany(kind => tree.Names(Nodes, kind)).Select(name => Read(name, tree))];

    private static SerialDevice Read(string name, DeviceTree tree)
    {
        var path = System.IO.Path.Combine(tree.Dev, name);
        var place = tree.Real(Nodes, name);
        var driver = place is null ? null : Directory.ResolveLinkTarget(System.IO.Path.Combine(place, "driver"), false);
        return new SerialDevice(
            path, UsbDevice.Above(place), driver?.Name, tree.Links("serial/by-id", path).FirstOrDefault(),
            tree.Links("serial/by-path", path).FirstOrDefault());
    }
}
