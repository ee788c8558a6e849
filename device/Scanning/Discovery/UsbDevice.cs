namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>What a USB device says of itself.</summary>
/// <param name="Id"><c>vendor:product</c>, four hexadecimal digits each.</param>
/// <param name="Name">Its maker's and its own name; may be empty.</param>
/// <param name="SerialNumber">Null = it has none.</param>
internal sealed record UsbDevice(string Id, string Name, string? SerialNumber)
{
    /// <summary>Interfaces and ports lie between a device file and its USB device, not more than these.</summary>
    private const int MostLevels = 8;

    /// <summary>Whether a setting is written as <c>vendor:product</c>.</summary>
    internal static bool IsId(string text) =>
        text.Length == 9 && text[4] == ':' && text.Remove(4, 1).All(char.IsAsciiHexDigit);

    /// <summary>The USB device above a place in the kernel's tree; null = it is none.</summary>
    internal static UsbDevice? Above(string? place)
    {
        for (var level = 0; place is not null && level < MostLevels; level++, place = Path.GetDirectoryName(place))
        {
            if (DeviceTree.Text(place, "idVendor") is not { } vendor || DeviceTree.Text(place, "idProduct") is not { } product)
                continue;
            var name = $"{DeviceTree.Text(place, "manufacturer")} {DeviceTree.Text(place, "product")}".Trim();
            return new UsbDevice($"{vendor}:{product}", name, DeviceTree.Text(place, "serial"));
        }
        return null;
    }
}
