using System.Text.Json.Serialization;

namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>How surely a device is a scanner.</summary>
internal enum Likelihood
{
    /// <summary>A known maker's, or by its own name.</summary>
    Likely,
    /// <summary>A converter with something behind it, or a device that does not say.</summary>
    Possible,
    /// <summary>An ordinary keyboard, a modem, a receiver.</summary>
    Unlikely,
}

/// <summary>A device that a lane's codes may come from.</summary>
/// <param name="Kind">The setting <c>Lanes:n:Scanner:Kind</c>.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Path">The device file now.</param>
/// <param name="Usb"><c>vendor:product</c>; null = not USB.</param>
/// <param name="SerialNumber">Null = it has none.</param>
/// <param name="Likelihood">How surely it is one.</param>
/// <param name="MayOpen">Whether this user may open it.</param>
/// <param name="Settings">What to write below <c>Lanes:n:Scanner</c>.</param>
internal sealed record FoundScanner(
    ScannerKind Kind, string Name, string Path, string? Usb, string? SerialNumber, Likelihood Likelihood, bool MayOpen,
    IReadOnlyDictionary<string, string> Settings);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<FoundScanner>))]
internal sealed partial class ScannersJson : JsonSerializerContext;
