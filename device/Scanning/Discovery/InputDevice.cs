using System.Buffers.Binary;
using System.Globalization;

namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>An input device as the kernel and udev tell of it, without opening it.</summary>
/// <param name="Path">Such as <c>/dev/input/event3</c>; the number may be another one after the next plugging
/// in.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Id"><c>vendor:product</c> in hex.</param>
/// <param name="IsUsb">Whether it is plugged into USB.</param>
/// <param name="SerialNumber">Null = it has none.</param>
/// <param name="Types">Whether it has keys for digits, letters and Enter.</param>
/// <param name="ById">udev's link that stays with the device; null = there is none.</param>
/// <param name="ByPath">udev's link that stays with the socket; null = there is none.</param>
internal sealed record InputDevice(
    string Path, string Name, string Id, bool IsUsb, string? SerialNumber, bool Types, string? ById, string? ByPath)
{
    private const string Nodes = "class/input";
    private const int UsbBus = 3; // BUS_USB

    /// <summary>KEY_1 to KEY_0, KEY_A and KEY_ENTER: a remote control or a power button has not all of them.</summary>
    private static readonly int[] TypingKeys = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 28, 30];

    internal static IReadOnlyList<InputDevice> All(DeviceTree tree) =>
        [.. tree.Names(Nodes, "event*").Select(name => Read(name, tree))];

    private static InputDevice Read(string name, DeviceTree tree)
    {
        var path = System.IO.Path.Combine(tree.Dev, "input", name);
        var device = System.IO.Path.Combine(tree.Sys, Nodes, name, "device");
        var id = System.IO.Path.Combine(device, "id");
        return new InputDevice(
            path, DeviceTree.Text(device, "name") ?? "",
            $"{DeviceTree.Text(id, "vendor") ?? "0000"}:{DeviceTree.Text(id, "product") ?? "0000"}",
            Number(DeviceTree.Text(id, "bustype")) == UsbBus, DeviceTree.Text(device, "uniq"),
            HasTypingKeys(Bits(DeviceTree.Text(System.IO.Path.Combine(device, "capabilities"), "key"))),
            tree.Links("input/by-id", path).FirstOrDefault(), tree.Links("input/by-path", path).FirstOrDefault());
    }

    /// <param name="bits">A bit for each key that the device has, in the order of their codes.</param>
    internal static bool HasTypingKeys(ReadOnlySpan<byte> bits)
    {
        foreach (var key in TypingKeys)
        {
            if (key / 8 >= bits.Length || (bits[key / 8] >> (key % 8) & 1) == 0)
                return false;
        }
        return true;
    }

    private static int? Number(string? hex) =>
        int.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The kernel writes the bits as words of 64 in hex, the highest first.</summary>
    private static byte[] Bits(string? text)
    {
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bits = new byte[words.Length * sizeof(ulong)];
        for (var i = 0; i < words.Length; i++)
        {
            if (ulong.TryParse(words[^(i + 1)], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var word))
                BinaryPrimitives.WriteUInt64LittleEndian(bits.AsSpan(i * sizeof(ulong)), word);
        }
        return bits;
    }
}
