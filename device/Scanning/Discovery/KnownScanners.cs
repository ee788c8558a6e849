namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>
/// Tells scanners from other keyboards and serial devices by what is public of them: maker's numbers and names.
/// </summary>
internal static class KnownScanners
{
    /// <summary>USB vendor numbers of makers of scanners, as in the public list usb.ids.</summary>
    private static readonly HashSet<string> Makers = new(StringComparer.OrdinalIgnoreCase)
    {
        "0c2e", // Honeywell (Metrologic)
        "0536", // Hand Held Products (Honeywell)
        "05e0", // Symbol (Zebra)
        "05f9", // PSC (Datalogic)
        "080c", // Datalogic
        "1eab", // Newland
        "065a", // Optoelectronics (Opticon)
        "067e", // Intermec (Honeywell)
        "0745", // Syntech (CipherLab)
    };

    private static readonly string[] Names =
    [
        "scan", "barcode", "bar code", "qr", "honeywell", "metrologic", "zebra", "symbol", "datalogic", "newland",
        "opticon", "mindeo", "netum", "tera", "eyoyo", "zebex", "cino", "cipherlab", "imager",
    ];

    /// <summary>Serial devices that are something else.</summary>
    private static readonly string[] Others =
        ["modem", "gps", "gnss", "u-blox", "arduino", "zigbee", "z-wave", "lte", "huawei", "quectel"];

    internal static Likelihood OfKeyboard(string id, string name) =>
        IsOne(id, name) ? Likelihood.Likely
        : Has(name, "keyboard", "virtual", "mouse") ? Likelihood.Unlikely : Likelihood.Possible;

    internal static Likelihood OfSerial(UsbDevice? usb) => usb switch
    {
        null => Likelihood.Possible,
        _ when IsOne(usb.Id, usb.Name) => Likelihood.Likely,
        _ => Has(usb.Name, Others) ? Likelihood.Unlikely : Likelihood.Possible,
    };

    private static bool IsOne(string id, string name) => Makers.Contains(id[..4]) || Has(name, Names);

    private static bool Has(string name, params string[] words) =>
        words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
