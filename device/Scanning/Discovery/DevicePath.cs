namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>
/// Finds the device file that a setting means: a path, a name below udev's by-id or by-path, a name below /dev, or
/// <c>vendor:product</c>. It is looked for at every opening, since numbers change with every plug. Two equal devices
/// are not chosen between: the ways in and out could swap.
/// </summary>
internal static class DevicePath
{
    /// <exception cref="IOException">It is not there, or could be several; the message says so.</exception>
    internal static string OfSerial(string setting, DeviceTree? tree = null)
    {
        tree ??= DeviceTree.Here;
        return UsbDevice.IsId(setting)
            ? Only(setting, SerialDevice.All(tree).Where(device => Is(device.Usb?.Id, setting))
                .Select(device => (device.Path, device.ByPath)))
            : Named(setting, "serial", tree);
    }

    /// <inheritdoc cref="OfSerial"/>
    internal static string OfKeyboard(string setting, DeviceTree? tree = null)
    {
        tree ??= DeviceTree.Here;
        return UsbDevice.IsId(setting)
            ? Only(setting, InputDevice.All(tree).Where(device => device.Types && Is(device.Id, setting))
                .Select(device => (device.Path, device.ByPath)))
            : Named(setting, "input", tree);
    }

    private static bool Is(string? id, string setting) => string.Equals(id, setting, StringComparison.OrdinalIgnoreCase);

    private static string Named(string setting, string kind, DeviceTree tree)
    {
        if (setting.StartsWith('/'))
            return setting;
        string[] places = [$"{kind}/by-id", $"{kind}/by-path", kind == "input" ? kind : ""];
        return places.Select(place => Path.Combine(tree.Dev, place, setting)).FirstOrDefault(Path.Exists)
            ?? throw new IOException($"{Path.Combine(tree.Dev, places[0], setting)}: it is not plugged in");
    }

    private static string Only(string setting, IEnumerable<(string Path, string? ByPath)> devices)
    {
        var found = devices.ToList();
        return found.Count switch
        {
            0 => throw new IOException($"{setting}: no such device is plugged in"),
            1 => found[0].Path,
            _ => throw new IOException(
                $"{setting}: {found.Count} equal devices are plugged in; set the one by where it is plugged in: "
                + string.Join(" or ", found.Select(device => device.ByPath ?? device.Path))),
        };
    }
}
