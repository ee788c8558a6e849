using System.ComponentModel.DataAnnotations;
using CheckIn.Gate.Scanning.Camera;
using CheckIn.Gate.Scanning.Serial;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Scanning;

/// <summary>Where a lane's codes come from.</summary>
public enum ScannerKind
{
    /// <summary>A serial device; any tty.</summary>
    Serial,
    /// <summary>A folder of pictures, shown to the reader as a camera would.</summary>
    Pictures,
    /// <summary>A camera.</summary>
    Camera,
    /// <summary>A USB scanner that types like a keyboard.</summary>
    Keyboard,
}

/// <summary>How often a folder of pictures is shown.</summary>
public enum PicturesMode { Loop, Once }

/// <summary>Section <c>Lanes:n:Scanner</c>.</summary>
public sealed class ScannerOptions : IValidatableObject
{
    /// <summary>Default <c>Serial</c>.</summary>
    public ScannerKind Kind { get; set; }

    internal static readonly TimeSpan SerialIdleTime = TimeSpan.FromMilliseconds(50);
    internal static readonly TimeSpan KeyboardIdleTime = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Serial and keyboard: the device's name below <c>/dev/serial/by-id</c> or <c>/dev/input/by-id</c>, or
    /// <c>vendor:product</c> in hex, or a path such as <c>/dev/ttyACM0</c>. Of several equal ones the name below
    /// <c>by-path</c>, which stays with the socket. <c>checkin-gate scanners</c> lists what is there. Camera: such as
    /// <c>/dev/video0</c>, its name below <c>/dev/v4l/by-id</c>, <c>vendor:product</c> in hex, or a part of its own
    /// name; by default the first one that delivers pictures.
    /// </summary>
    public string? Device { get; set; }

    /// <summary>Whether it is said which device it is; a camera may be any.</summary>
    internal bool IsNamed => Kind is not (ScannerKind.Serial or ScannerKind.Keyboard) || !string.IsNullOrWhiteSpace(Device);

    /// <summary>Serial: bits a second, one of 1200 to 115200, default 9600. USB scanners ignore it.</summary>
    public int BaudRate { get; set; } = 9600;

    /// <summary>Serial: default <c>None</c>; <c>Hardware</c> or <c>Software</c> where the scanner is set so.</summary>
    public FlowControl FlowControl { get; set; }

    /// <summary>
    /// Serial and keyboard: silence that ends a code of a scanner which sends no end (CR, LF, Enter), 10 ms to 1 s,
    /// default 50 ms for serial and 150 ms for keyboard scanners, which pause between keys. Too short cuts codes in
    /// two, too long makes visitors wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "00:00:01")]
    public TimeSpan? IdleTime { get; set; }

    /// <summary>Pictures: the folder; PNG, or JPEG with libturbojpeg.</summary>
    [OwnSetting]
    public string? Folder { get; set; }

    /// <summary>Pictures: frames a second, 0.1 to 120, default 5.</summary>
    [Range(0.1, 120.0)]
    public double FramesPerSecond { get; set; } = 5;

    /// <summary>Pictures: <c>Loop</c> (default) begins anew after the last one, <c>Once</c> stops there.</summary>
    public PicturesMode Mode { get; set; }

    /// <summary>
    /// Pictures: file for one JSON line a picture, with what came of it and without personal data. Default none.
    /// </summary>
    [OwnSetting]
    public string? TraceFile { get; set; }

    /// <summary>
    /// How long a code must be out of view before it counts anew, 0.5 s to 1 min, default 3 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.5000000", "00:01:00")]
    public TimeSpan RepeatAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Camera: how it is spoken to, and what it shall deliver.</summary>
    public CameraOptions Camera { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind == ScannerKind.Serial && string.IsNullOrWhiteSpace(Device))
            yield return new ValidationResult("Device is missing; a serial scanner needs one, such as /dev/ttyACM0.", [nameof(Device)]);
        if (Kind == ScannerKind.Keyboard && string.IsNullOrWhiteSpace(Device))
        {
            yield return new ValidationResult(
                "Device is missing; a keyboard scanner needs one, such as 0c2e:0b61. See checkin-gate scanners.", [nameof(Device)]);
        }
        if (Kind is ScannerKind.Serial or ScannerKind.Keyboard && Device is { } name && name.IndexOf('/', StringComparison.Ordinal) > 0)
        {
            yield return new ValidationResult(
                $"Device is '{name}'; allowed: a whole path, a name without '/', or vendor:product in hex.", [nameof(Device)]);
        }
        if (Kind == ScannerKind.Serial && !SerialPort.Supports(BaudRate))
            yield return new ValidationResult($"BaudRate is '{BaudRate}'; allowed: {SerialPort.SupportedRates}.", [nameof(BaudRate)]);
        if (Kind == ScannerKind.Pictures && !Directory.Exists(Folder))
            yield return new ValidationResult($"Folder is '{Folder}'; it must be a folder that exists.", [nameof(Folder)]);
    }
}
