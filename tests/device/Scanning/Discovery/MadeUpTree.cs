using System.Globalization;
using CheckIn.Gate.Scanning.Discovery;

namespace CheckIn.Gate.Tests.Scanning.Discovery;

/// <summary>A kernel's account of devices and udev's links to them, made up in a folder.</summary>
internal sealed class MadeUpTree : IDisposable
{
    private const string AllKeys = "ffffffffffffffff fffffffffffffffe";
    private readonly string _root = Directory.CreateTempSubdirectory("checkin-tree-").FullName;
    private int _sockets;

    internal MadeUpTree()
    {
        Directory.CreateDirectory(Sys("class"));
        Directory.CreateDirectory(Tree.Dev);
    }

    internal DeviceTree Tree => new(Sys(""), Path.Combine(_root, "dev"));

    internal string Dev(string name) => Path.Combine(Tree.Dev, name);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>A keyboard at USB; without a name it gets no links.</summary>
    internal MadeUpTree Keyboard(int number, string usb, string name, string? link = null, string keys = AllKeys, string bus = "0003")
    {
        var device = Sys($"devices/usb1/1-{++_sockets}/1-{_sockets}:1.0/input/input{number}");
        Write(device, "name", name);
        Write(device, "uniq", "");
        Write(device, "id/bustype", bus);
        Write(device, "id/vendor", usb[..4]);
        Write(device, "id/product", usb[5..]);
        Write(device, "capabilities/key", keys);
        var node = $"{device}/event{number}";
        Directory.CreateDirectory(node);
        Link($"{node}/device", device);
        Link(Sys($"class/input/event{number}"), node);
        File.WriteAllText(Make(Dev($"input/event{number}")), "");
        if (link is not null)
            Link(Dev($"input/by-id/{link}"), Dev($"input/event{number}"));
        Link(Dev($"input/by-path/platform-usb-0:{_sockets}:1.0-event-kbd"), Dev($"input/event{number}"));
        return this;
    }

    /// <summary>A serial device at USB; a converter has its port one level deeper.</summary>
    internal MadeUpTree Serial(string tty, string usb, string product, string? serialNumber, string? link, string driver)
    {
        var device = Sys($"devices/usb1/1-{++_sockets}");
        Write(device, "idVendor", usb[..4]);
        Write(device, "idProduct", usb[5..]);
        Write(device, "product", product);
        if (serialNumber is not null)
            Write(device, "serial", serialNumber);
        var port = $"{device}/1-{_sockets}:1.0" + (tty.StartsWith("ttyUSB", StringComparison.Ordinal) ? "/" + tty : "");
        Directory.CreateDirectory(Sys($"bus/usb/drivers/{driver}"));
        Directory.CreateDirectory($"{port}/tty/{tty}");
        Link($"{port}/driver", Sys($"bus/usb/drivers/{driver}"));
        Link($"{port}/tty/{tty}/device", port);
        Link(Sys($"class/tty/{tty}"), $"{port}/tty/{tty}");
        File.WriteAllText(Make(Dev(tty)), "");
        if (link is not null)
            Link(Dev($"serial/by-id/{link}"), Dev(tty));
        Link(Dev($"serial/by-path/platform-usb-0:{_sockets}:1.0"), Dev(tty));
        return this;
    }

    internal MadeUpTree Video(int number, string name, int index, string? usb)
    {
        var device = Sys($"devices/usb2/2-{++_sockets}");
        if (usb is not null)
        {
            Write(device, "idVendor", usb[..4]);
            Write(device, "idProduct", usb[5..]);
        }
        var node = $"{device}/2-{_sockets}:1.0/video4linux/video{number}";
        Write(node, "name", name);
        Write(node, "index", index.ToString(CultureInfo.InvariantCulture));
        Link($"{node}/device", $"{device}/2-{_sockets}:1.0");
        Link(Sys($"class/video4linux/video{number}"), node);
        File.WriteAllText(Make(Dev($"video{number}")), "");
        return this;
    }

    private string Sys(string path) => Path.Combine(_root, "sys", path);

    private static string Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    private static void Write(string folder, string property, string text) =>
        File.WriteAllText(Make(Path.Combine(folder, property)), text + "\n");

    /// <summary>As the kernel and udev make them: relative.</summary>
    private static void Link(string link, string target) =>
        File.CreateSymbolicLink(Make(link), Path.GetRelativePath(Path.GetDirectoryName(link)!, target));
}
