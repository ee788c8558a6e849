using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>
/// What is there that a lane's codes may come from, and what to write in the settings for it: a name that stays with
/// the device, or, where two equal ones cannot be told apart by that, one that stays with the socket.
/// </summary>
internal sealed partial class ScannerSurvey(DeviceTree tree, Func<string, bool> mayOpen)
{
    private const int ReadAndWrite = 4 | 2; // R_OK | W_OK

    /// <summary>Whether this user may open a device.</summary>
    internal static bool MayOpen(string path) => Access(path, ReadAndWrite) == 0;

    /// <summary>The likeliest first.</summary>
    internal IReadOnlyList<FoundScanner> Look() =>
        [.. Serials().Concat(Keyboards()).Concat(Cameras()).OrderBy(found => found.Likelihood)];

    private IEnumerable<FoundScanner> Serials()
    {
        var all = SerialDevice.All(tree);
        foreach (var device in all)
        {
            var equals = all.Count(other => other.Usb is not null && other.Usb == device.Usb);
            yield return Found(
                ScannerKind.Serial, device.Usb?.Name is { Length: > 0 } name ? name : device.Driver ?? "", device.Path,
                device.Usb?.Id, device.Usb?.SerialNumber, KnownScanners.OfSerial(device.Usb),
                NameToKeep(equals, device.ById, device.ByPath, device.Usb?.Id, device.Path));
        }
    }

    private IEnumerable<FoundScanner> Keyboards()
    {
        var all = InputDevice.All(tree).Where(static device => device.Types).ToList();
        foreach (var device in all)
        {
            var equals = all.Count(other => (other.Id, other.SerialNumber) == (device.Id, device.SerialNumber));
            yield return Found(
                ScannerKind.Keyboard, device.Name, device.Path, device.IsUsb ? device.Id : null, device.SerialNumber,
                KnownScanners.OfKeyboard(device.Id, device.Name),
                NameToKeep(equals, device.ById, device.ByPath, device.IsUsb ? device.Id : null, device.Path));
        }
    }

    private IEnumerable<FoundScanner> Cameras()
    {
        var all = VideoDevice.All(tree).Where(static device => device.IsCamera).ToList();
        foreach (var device in all.Where(static device => !device.IsModule))
        {
            var equals = all.Count(other => other.Usb is not null && other.Usb == device.Usb);
            yield return Found(
                ScannerKind.Camera, device.Name, device.Path, device.Usb?.Id, device.Usb?.SerialNumber, Likelihood.Likely,
                NameToKeep(equals, device.ById, device.ByPath, null, device.Path));
        }
        // The connector has several nodes; the pictures come through the module's own program.
        if (all.Find(static device => device.IsModule) is { } module)
        {
            yield return new FoundScanner(
                ScannerKind.Camera, module.Name, module.Path, null, null, Likelihood.Likely, mayOpen(module.Path),
                new Dictionary<string, string> { ["Kind"] = nameof(ScannerKind.Camera), ["Camera:Driver"] = "Rpicam" });
        }
    }

    private FoundScanner Found(
        ScannerKind kind, string name, string path, string? usb, string? serialNumber, Likelihood likelihood,
        string device) => new(
        kind, name, path, usb, serialNumber, likelihood, mayOpen(path),
        new Dictionary<string, string> { ["Kind"] = kind.ToString(), ["Device"] = device });

    private static string NameToKeep(int equals, string? byId, string? byPath, string? usb, string path) =>
        equals > 1 ? byPath ?? path : byId ?? usb ?? byPath ?? path;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
