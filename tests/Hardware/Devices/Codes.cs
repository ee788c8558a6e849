using CheckIn.Fixtures;

namespace CheckIn.Hardware.Devices;

/// <summary>The codes that are shown, the same on the host, which draws them, and in the machine.</summary>
internal static class Codes
{
    /// <summary>Codes that there is a frame of.</summary>
    internal const int Count = 6;

    private static readonly string[] All = Make();

    internal static string Of(int index) => All[index];

    private static string[] Make()
    {
        var codes = new SyntheticCodes(6);
        return [.. Enumerable.Range(0, 200).Select(i => i % 3 == 1 ? codes.NationalPersonalQr() : codes.Cccd())];
    }
}
