namespace CheckIn.Hardware.Devices;

/// <summary>A USB device that this machine plugs into itself.</summary>
internal sealed class Gadget(string name, string socket)
{
    private readonly string _plug = $"/sys/kernel/config/usb_gadget/{name}/UDC";

    internal void Unplug() => File.WriteAllText(_plug, "\n");

    internal void Plug() => File.WriteAllText(_plug, socket);
}
